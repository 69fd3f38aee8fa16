import { expect, it } from 'vitest';
import { closure } from './closure.ts';

const published = (name: string, ...dependencies: string[]) => ({
  folder: name,
  path: `packages/${name}`,
  manifest: { name, version: '1.0.0', dependencies: Object.fromEntries(dependencies.map((each) => [each, '^1.0.0'])) },
});
const a = published('@ostinato/a', '@ostinato/b', 'left-pad');
const b = published('@ostinato/b', '@ostinato/c');
const c = published('@ostinato/c');
const facade = published('ostinato', '@ostinato/a', '@ostinato/b');
const names = (...from: string[]) => closure(from, [a, b, c, facade]).map(({ folder }) => folder);

it('follows dependencies, and leaves out what is from outside', () => {
  expect(names('@ostinato/a', '@ostinato/b')).toEqual(['@ostinato/a', '@ostinato/b', '@ostinato/c']);
  expect(names('ostinato')).toHaveLength(4);
});

it('fails at what must be here', () => {
  expect(() => names('left-pad')).toThrow('left-pad is not a published package');
  expect(() => closure(['@ostinato/b'], [b])).toThrow('@ostinato/c, of which @ostinato/b is made, is not');
});
