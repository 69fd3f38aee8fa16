import { tempTree } from '@ostinato-workspace/workspace/testing';
import { expect, it } from 'vitest';
import { projectNames } from './project-names.ts';

it('reads the names of all projects, several of a package included', () => {
  const root = tempTree({
    'packages/a/package.json': { name: '@ostinato/a' },
    'packages/a/vitest.config.ts': `export default nodeProject('a');`,
    'packages/a/vitest.browser.config.ts': `export default browserProject('a');`,
    'packages/a/vitest.other.config.ts': `export default { test: { name: 'other' } };`,
  });
  expect(projectNames(root)).toEqual(['a-browser', 'a', 'other']);
});

it('fails where it cannot read one', () => {
  expect(() => projectNames(tempTree({}))).toThrow('no vitest.config.ts found');
  const root = tempTree({ 'apps/b/package.json': { name: 'b' }, 'apps/b/vitest.config.ts': 'export default project;' });
  expect(() => projectNames(root)).toThrow('names no project');
});
