import { expect, it } from 'vitest';
import { runGuards } from './run-guards.ts';

it('prints a line for each guard, and problems with what to do', async () => {
  const lines: string[] = [];
  const failed = await runGuards(
    '/root',
    {
      good: { check: () => ({ problems: [], figures: '3 things' }), remedy: 'Nothing.' },
      bad: { check: async (root) => ({ problems: [`${root}: wrong`], figures: '' }), remedy: 'Mend it.' },
      lost: {
        check: () => {
          throw new Error('/root: nothing found');
        },
        remedy: 'Find it.',
      },
    },
    (line) => lines.push(line.replace(/ +\d\.\d s/, ' N s')),
  );
  expect(failed).toBe(2);
  expect(lines).toEqual([
    'ok     good N s  3 things',
    '/root: wrong',
    'Mend it.',
    'FAILED bad N s',
    '/root: nothing found',
    'Find it.',
    'FAILED lost N s',
  ]);
});
