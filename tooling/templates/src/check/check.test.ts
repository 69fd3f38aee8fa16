import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runSteps } from './check.ts';
import { copyTree } from './copy-tree.ts';
import type { Step } from './steps.ts';

const step = (name: string, code: number): Step => ({ name, run: async () => ({ code, output: `${name} says` }) });
const broken: Step = { name: 'broken', run: () => Promise.reject(new Error('no such program')) };

it.each([
  ['all go well', [step('a', 0), step('b', 0)], 0, ['ok     a', 'ok     b', 'templates: all work']],
  ['one fails', [step('a', 1), step('b', 0)], 1, ['a says', 'FAILED a', 'templates: broken']],
  ['one cannot be run', [broken], 1, ['Error: no such program', 'FAILED broken', 'templates: broken']],
  ['there are none', [], 1, ['templates: broken']],
])('says how it ended where %s', async (_, steps, code, says) => {
  const lines: string[] = [];
  expect(await runSteps(steps, (line) => lines.push(line))).toBe(code);
  expect(lines.map((line) => line.replace(/,? [\d.]+ s$/, ''))).toEqual(says);
});

it('copies what git keeps, and fails where there is nothing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ostinato-tree-'));
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  expect(() => copyTree(folder)).toThrow('git lists no files');
  for (const [name, text] of Object.entries({ '.gitignore': 'dist\n', dist: 'x', 'a.ts': 'a' })) {
    writeFileSync(join(folder, name), text);
  }
  const copy = copyTree(folder);
  expect(readdirSync(copy).sort()).toEqual(['.git', '.gitignore', 'a.ts']);
  expect(existsSync(join(folder, 'dist'))).toBe(true);
  rmSync(copy, { recursive: true });
  rmSync(folder, { recursive: true });
});
