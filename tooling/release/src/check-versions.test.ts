import { expect, it } from 'vitest';
import { checkSomethingToRelease, checkVersions } from './check-versions.ts';
import type { Plan } from './changesets.ts';
import type { Package } from './packages.ts';

const nothing: Plan = { changesets: [], releases: [] };
const plan: Plan = {
  changesets: [{ id: 'quick-fox', summary: 'A new cell.\nAnd more.', releases: [{ name: 'cells', type: 'minor' }] }],
  releases: [{ name: 'cells', type: 'minor', newVersion: '0.2.0' }],
};

function cells(change: Partial<Package> & { version?: string; range?: string } = {}): Package {
  const { version = '0.2.0', range = 'workspace:^', ...rest } = change;
  const changelog = '# cells\n\n## 0.2.0\n\n### Minor Changes\n\n- 1a2b3c4: A new cell.\n  And more.\n\n## 0.1.0\n';
  return {
    folder: 'cells',
    path: 'packages/cells',
    manifest: { name: 'cells', version, dependencies: { cells: range, other: '1.0.0' } },
    changelog,
    ...rest,
  };
}

it('finds nothing to release without a changeset', () => {
  const problems = checkSomethingToRelease(nothing, [cells({ version: '0.0.0', changelog: '' })]);
  expect(problems).toEqual([expect.stringContaining('Nothing to release: .changeset has no changeset')]);
});

it('releases what is versioned already, and what a changeset names', () => {
  expect(checkSomethingToRelease(nothing, [cells()])).toEqual([]);
  expect(checkSomethingToRelease(plan, [cells({ version: '0.0.0', changelog: '' })])).toEqual([]);
});

it('accepts a version with its entry', () => {
  expect(checkVersions(plan, [cells()])).toEqual([]);
});

it.each([
  ['a package without a version', { version: '0.0.0' }, 'cells is still at 0.0.0: no changeset names it'],
  ['another version', { version: '0.1.0' }, 'cells is at 0.1.0, but its changesets make it 0.2.0'],
  ['no changelog', { changelog: '' }, 'packages/cells/CHANGELOG.md has no entry for 0.2.0'],
  ['an old changelog', { changelog: '## 0.1.0\n\nA new cell.' }, 'packages/cells/CHANGELOG.md has no entry for 0.2.0'],
  [
    'an entry without the text',
    { changelog: '## 0.2.0\n\n## 0.1.0\n\nA new cell.' },
    'packages/cells/CHANGELOG.md: the entry for 0.2.0 lacks the text of .changeset/quick-fox.md',
  ],
  ['a range of its own', { range: '^0.1.0' }, 'cells wants cells "^0.1.0", not "workspace:^"'],
])('notices %s', (_, change, problem) => {
  expect(checkVersions(plan, [cells(change)])).toContain(problem);
});
