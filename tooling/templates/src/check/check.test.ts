import { expect, it } from 'vitest';
import { runSteps } from './check.ts';
import type { Step } from './steps.ts';

const step = (name: string, code: number): Step => ({ name, run: async () => ({ code, output: `${name} says` }) });
const broken: Step = { name: 'broken', run: () => Promise.reject(new Error('no such program')) };

it.each([
  ['all go well', [step('a', 0), step('b', 0)], 0, ['ok     a', 'ok     b', 'templates: all work']],
  ['one fails', [step('a', 1), step('b', 0)], 1, ['a says', 'FAILED a', 'templates: broken']],
  ['one cannot be run', [broken], 1, ['no such program', 'FAILED broken', 'templates: broken']],
  ['there are none', [], 1, ['templates: broken']],
])('says how it ended where %s', async (_, steps, code, says) => {
  const lines: string[] = [];
  expect(await runSteps(steps, (line) => lines.push(line))).toBe(code);
  expect(lines.map((line) => line.replace(/ +[\d.]+ s$/, ''))).toEqual(says);
});
