export { codeEntries, type Entry } from './entries.ts';
export { changedFiles, checkRepository, git, tryGit, workTreeFiles } from './git.ts';
export { outsideFolders, packOutside } from './outside.ts';
export { packageManager, pnpm } from './package-manager.ts';
export { isOwn, type Manifest, type Package, readFolders, readManifest, readPackages } from './packages.ts';
export { type Ended, type Place, run, runChecked } from './run.ts';
export { messageOf, statusLine } from './status-line.ts';
export { withTemporaryFolder } from './temporary-folder.ts';
export { copyTree } from './tree.ts';
