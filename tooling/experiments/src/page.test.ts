import { expect, it } from 'vitest';
import { page, type Result, written } from './page.ts';
import { truths } from './truths.ts';

it('is made of what a run leaves', () => {
  const runs = [{ seed: 1, value: 2, seconds: 3 }];
  const outcome = truths('loss', [{ name: 'a', runs }], { digits: 1, notes: [], recipe: {} });
  const text = written({ name: 'x', seconds: 4, machine: 'M', ...outcome });
  expect(page([{ about: 'it', result: JSON.parse(text) as Result }])).toContain(
    '| a     | 2.0  | 2.0       | -   | 3            |',
  );
});

it('has a section for each result', () => {
  const result = { name: 'a', seconds: 1.6, machine: 'M', columns: ['x'], rows: [[1]], notes: ['n'] };
  expect(page([{ about: 'what it is', result }])).toContain(
    '## a\n\nWhat it is.\n\n| x |\n|---|\n| 1 |\n\n- n\n- 2 s in all; M\n',
  );
});
