import { expect, it } from 'vitest';
import { page } from './page.ts';

it('has a section for each result', () => {
  const result = { name: 'a', seconds: 1.6, machine: 'M', columns: ['x'], rows: [[1]], notes: ['n'] };
  expect(page([{ about: 'what it is', result }])).toContain(
    '## a\n\nWhat it is.\n\n| x |\n|---|\n| 1 |\n\n- n\n- 2 s in all; M\n',
  );
});
