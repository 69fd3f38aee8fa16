import { expect, it } from 'vitest';
import { checkPublished } from './check-published.ts';
import type { Published } from './published.ts';

const base = { name: 'base', version: '0.1.0' };
const data = { name: 'data', version: '0.2.0' };
const expected = { released: [base, data], last: [base, data], current: [base, data] };
const tags = ['base@0.1.0', 'data@0.2.0'];

function registry(range = '^0.1.0', latest = '0.2.0'): Published[] {
  return [
    { name: 'base', latest: '0.1.0', manifests: [base] },
    {
      name: 'data',
      latest,
      manifests: [{ ...data, dependencies: { base: range }, devDependencies: { other: '1.0.0' } }],
    },
  ];
}

it('accepts what was to be published', () => {
  expect(checkPublished(expected, registry(), tags)).toEqual([]);
});

it('notices a package that was not published', () => {
  expect(checkPublished(expected, registry().slice(1), tags)).toEqual(['base@0.1.0 was not published']);
});

it('notices a package and a version that were not to be published', () => {
  const also = [{ name: 'app', latest: '1.0.0', manifests: [{ name: 'app', version: '1.0.0' }] }];
  const again = [{ name: 'base', latest: '0.1.0', manifests: [base, { name: 'base', version: '0.1.1' }] }];
  expect(checkPublished(expected, [...again, ...registry().slice(1), ...also], tags)).toEqual([
    'base@0.1.1 was published, but was not to be',
    'app@1.0.0 was published, but was not to be',
  ]);
});

it('notices tags that lack or are too many', () => {
  expect(checkPublished(expected, registry(), ['base@0.1.0', 'v1'])).toEqual([
    'data@0.2.0 has no git tag',
    'git tag v1 is for nothing that was released',
  ]);
});

it.each([
  ['a range that only pnpm can read', registry('workspace:^'), 'data@0.2.0 wants base "workspace:^", which npm'],
  ['a range from the catalog', registry('catalog:'), 'data@0.2.0 wants base "catalog:", which npm'],
  ['a range that does not fit', registry('^0.0.0'), 'data@0.2.0 wants base "^0.0.0", not "^0.1.0"'],
  ['a version that npm install would not find', registry('^0.1.0', '0.1.9'), 'data: the tag "latest" is on 0.1.9'],
])('notices %s', (_, published, problem) => {
  expect(checkPublished(expected, published, tags)).toEqual([expect.stringContaining(problem)]);
});
