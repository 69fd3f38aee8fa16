import { expect, it } from 'vitest';
import { plant } from '../plant.ts';
import { closure, entriesOf, readPublished } from './published.ts';

const published = (name: string, ...dependencies: string[]) => ({
  name,
  path: `packages/${name}`,
  manifest: { name, dependencies: Object.fromEntries(dependencies.map((each) => [each, 'workspace:^'])) },
});

it('reads the packages that are not private', () => {
  const root = plant({
    'packages/a/package.json': { name: 'a' },
    'packages/b/package.json': { name: 'b', private: true },
  });
  expect(readPublished(root).map(({ path }) => path)).toEqual(['packages/a']);
});

it('fails where there are no packages', () => expect(() => readPublished(plant({}))).toThrow('no packages found'));

it('lists the entries of code', () => {
  const exports = { '.': {}, './node': {}, './package.json': './package.json' };
  expect(entriesOf({ name: '@o/a', path: '', manifest: { name: '@o/a', exports } })).toEqual(['@o/a', '@o/a/node']);
});

it('follows dependencies, and fails at what is not here', () => {
  const all = [published('a', 'b'), published('b', 'c'), published('c'), published('d')];
  expect(closure(['a', 'b'], all).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  expect(() => closure(['z'], all)).toThrow('z is not a published package');
  expect(() => closure(['a'], [published('a', 'left-pad')])).toThrow('left-pad, of which a is made, is not');
});
