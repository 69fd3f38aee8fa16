import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempTree } from '@ostinato-workspace/workspace/testing';
import { plantTarball } from '../plant-tarball.ts';
import { install, installPackages } from './install.ts';

it('installs tarballs, and fails if one of their dependencies is not among them', async () => {
  const folder = tempTree({});
  const base = await plantTarball({ 'package.json': { name: '@planted/base', version: '1.0.0' } });
  const manifest = { name: '@planted/top', version: '1.0.0', dependencies: { '@planted/base': '^1.0.0' } };
  const top = await plantTarball({ 'package.json': manifest });
  const [both, alone] = await Promise.allSettled([
    install(join(folder, 'both'), [top, base]),
    install(join(folder, 'alone'), [top]),
  ]);
  expect(both.status).toBe('fulfilled');
  expect(existsSync(join(folder, 'both/node_modules/@planted/base'))).toBe(true);
  expect(alone).toMatchObject({ reason: { message: expect.stringMatching(/npm install failed[^]*@planted%2fbase/) } });
});

it('takes what a package needs from outside from where the workspace has it', async () => {
  const manifest = { name: 'ostinato', version: '1.0.0', peerDependencies: { outsider: '^2.0.0' } };
  const root = tempTree({
    'packages/a/package.json': manifest,
    'packages/a/node_modules/outsider/package.json': { name: 'outsider', version: '2.1.0', main: 'a.js' },
    'packages/a/node_modules/outsider/a.js': '',
  });
  const tarball = await plantTarball({ 'package.json': manifest });
  const packed = [{ folder: 'a', path: 'packages/a', manifest, tarball }];
  const folder = await installPackages(root, packed, join(tempTree({}), 'everything'));
  expect(existsSync(join(folder, 'node_modules/outsider/a.js'))).toBe(true);
  expect(existsSync(join(folder, 'node_modules/ostinato/package.json'))).toBe(true);
});
