import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workTreeFiles } from '@ostinato-workspace/workspace';
import type { Findings } from '../guard.ts';

/** Most lines of a source file: for half of the files, for nineteen of twenty, for each. */
const limits = { median: 90, percentile95: 250, longest: 400 } as const;

/** Holds the lengths of all source files, tests included, to the limits. */
export function checkFiles(root: string): Findings {
  const files = workTreeFiles(root, '*.ts', '*.mjs', '*.js')
    .filter((path) => !/(^|\/)(fixtures|dist)\//.test(path))
    .map((path) => ({ path, lines: countLines(readFileSync(join(root, path), 'utf8')) }))
    .sort((a, b) => a.lines - b.lines);
  if (files.length === 0) throw new Error(`${root}: no source files found`);

  const lines = files.map((file) => file.lines);
  const median = percentile(lines, 50);
  const percentile95 = percentile(lines, 95);
  const problems = files
    .filter((file) => file.lines > limits.longest)
    .map((file) => `${file.path}: ${file.lines} lines, at most ${limits.longest}`);
  if (median > limits.median) problems.push(`the median file has ${median} lines, at most ${limits.median}`);
  if (percentile95 > limits.percentile95) {
    const longer = files.slice(-10).map((file) => `${file.path} (${file.lines})`);
    problems.push(`the 95th percentile is ${percentile95} lines, at most ${limits.percentile95}; longest: ${longer}`);
  }

  const tests = sum(files.filter((file) => /\.(test|test-d|bench)\.ts$/.test(file.path)));
  const sources = sum(files) - tests;
  const ratio = (tests / sources).toFixed(2);
  const longest = lines.at(-1);
  const figures =
    `${files.length} files: median ${median} lines, 95th percentile ${percentile95}, longest ${longest}; ` +
    `tests to sources ${tests}/${sources} = ${ratio}`;
  return { problems, figures };
}

/** The smallest value that at least `percent` of the sorted values do not exceed. */
function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? Number.NaN;
}

function countLines(text: string): number {
  return text === '' ? 0 : text.trimEnd().split('\n').length;
}

function sum(files: readonly { readonly lines: number }[]): number {
  return files.reduce((total, file) => total + file.lines, 0);
}
