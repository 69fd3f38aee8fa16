/** For tests: trees of files that are gone afterwards. */
export { commit, type Tree, tempRepository, tempTree, writeTree } from './temp-tree.ts';
