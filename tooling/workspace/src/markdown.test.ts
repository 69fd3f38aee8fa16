import { expect, it } from 'vitest';
import { markdownNodes } from './markdown.ts';

it('finds what is in lists and quotes, in order, with its line', () => {
  const nodes = markdownNodes('# A\n\n- one\n\n  ```ts\n  code\n  ```\n\n> [b](c)\n');
  const found = nodes.filter(({ type }) => ['heading', 'code', 'link'].includes(type));
  expect(found.map(({ type, position }) => [type, position?.start.line])).toEqual([
    ['heading', 1],
    ['code', 5],
    ['link', 9],
  ]);
});
