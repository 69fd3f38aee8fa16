import { expect, it } from 'vitest';
import type { Plan } from './changesets.ts';
import { checkPatch, lowest } from './lowest.ts';

const packages = [
  {
    folder: 'data',
    path: 'packages/data',
    manifest: { name: 'data', version: '0.1.0', dependencies: { base: '^0.1.0' } },
    changelog: '',
  },
  { folder: 'base', path: 'packages/base', manifest: { name: 'base', version: '0.1.0' }, changelog: '' },
];

function plan(...names: string[]): Plan {
  return { changesets: [], releases: names.map((name) => ({ name, type: 'patch', newVersion: '0.1.1' })) };
}

it('finds the package that most others depend on', () => {
  expect(lowest(packages)).toBe('base');
});

it('wants a patch of it to release it alone', () => {
  expect(checkPatch(plan('base', 'a private app'), 'base', packages)).toEqual([]);
  expect(checkPatch(plan('base', 'data'), 'base', packages)).toEqual([expect.stringContaining('also release data')]);
  expect(checkPatch(plan(), 'base', packages)).toEqual([expect.stringContaining('release nothing')]);
});
