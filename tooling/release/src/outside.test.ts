import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runChecked } from '@ostinato-workspace/workspace';
import { tempTree } from '@ostinato-workspace/workspace/testing';
import { expect, it } from 'vitest';
import { publishOutside } from './outside.ts';
import { createUser, startRegistry } from './registry.ts';

it('makes npm find what packages need from outside', async () => {
  const outsider = { name: '@outside/r', version: '2.1.0', publishConfig: { registry: 'https://example.org/' } };
  const root = tempTree({
    'packages/a/package.json': { name: 'ostinato', version: '1.0.0', dependencies: { '@outside/r': '^2.0.0' } },
    'packages/a/node_modules/@outside/r/package.json': { ...outsider, main: 'a.js' },
    'packages/a/node_modules/@outside/r/a.js': '// here',
    'consumer/package.json': { private: true },
    '.npmrc': '',
  });
  const registry = await startRegistry(join(root, 'registry'));
  try {
    const token = await createUser(registry.url);
    const published = await publishOutside(root, root, { url: registry.url, token });
    expect(published).toEqual([{ name: '@outside/r', version: '2.1.0' }]);
    const args = ['install', '@outside/r@^2.0.0', `--registry=${registry.url}`, `--cache=${join(root, 'cache')}`];
    await runChecked('npm', [...args, '--no-audit', '--no-fund'], { cwd: join(root, 'consumer'), timeout: 60 });
  } finally {
    await registry.close();
  }
  const installed = join(root, 'consumer/node_modules/@outside/r/a.js');
  expect(existsSync(installed) && readFileSync(installed, 'utf8')).toBe('// here');
});
