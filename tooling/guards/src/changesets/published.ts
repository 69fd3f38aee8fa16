import { changedFiles } from '@ostinato-workspace/workspace';

/** What does not reach a user: tests, benchmarks, their data and their settings. */
const unpublished = /(\.(test|test-d|bench)\.ts|(^|\/)vitest[^/]*\.config\.ts|(^|\/)tsconfig\.json)$|\/fixtures\//;

/** The published files of a package that differ between a commit and the work tree. */
export function publishedChanges(root: string, commit: string, path: string): string[] {
  return changedFiles(root, commit, `${path}/`).filter((file) => !unpublished.test(file));
}
