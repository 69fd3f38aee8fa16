import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workTreeFiles } from '@ostinato-workspace/workspace';
import { assemble, type Example } from './example.ts';
import { checkInstallLines } from './install-lines.ts';
import { codeBlocks } from './markdown.ts';

/** The examples of all pages, and what is wrong with the pages before any of them runs. */
export function readExamples(root: string, packages: readonly string[]): { examples: Example[]; problems: string[] } {
  const examples: Example[] = [];
  const problems: string[] = [];
  for (const path of pages(root, packages)) {
    if (!existsSync(join(root, path))) {
      problems.push(`${path}: is missing`);
      continue;
    }
    const blocks = codeBlocks(path, readFileSync(join(root, path), 'utf8'));
    const found = assemble(blocks);
    examples.push(...found.examples);
    problems.push(...found.problems);
    if (!path.startsWith('packages/')) continue;
    const runs = found.examples.some(({ isFragment }) => !isFragment);
    problems.push(...(runs ? checkInstallLines(path, blocks, found.examples) : [`${path}: has no example that runs`]));
  }
  return { examples, problems };
}

/** The pages of the repository that users read: the root's, those of docs, and the README of every published package. */
function pages(root: string, packages: readonly string[]): string[] {
  const listed = workTreeFiles(root, '*.md').filter((path) => !path.includes('/') || path.startsWith('docs/'));
  return [...new Set(['README.md', ...packages.map((path) => `${path}/README.md`), ...listed])];
}
