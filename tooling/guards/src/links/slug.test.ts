import { expect, it } from 'vitest';
import { slugs } from './slug.ts';

it.each([
  ['In your own program', 'in-your-own-program'],
  ['What `npm start` can do', 'what-npm-start-can-do'],
  ['What npm start can do?', 'what-npm-start-can-do'],
  ['A & B', 'a--b'],
  ['snake_case, 1.5-fold', 'snake_case-15-fold'],
  ['Größe', 'größe'],
])('%s', (heading, expected) => {
  expect(slugs([heading.replaceAll('`', '')])).toEqual([expected]);
});

it('numbers repeated headings', () => {
  expect(slugs(['A', 'A', 'A-1', 'A'])).toEqual(['a', 'a-1', 'a-1-1', 'a-2']);
});
