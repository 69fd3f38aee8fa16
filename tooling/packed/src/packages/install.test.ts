import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { plant, plantTarball } from '../plant.ts';
import { install } from './install.ts';

it('installs tarballs, and fails if one of their dependencies is not among them', async () => {
  const folder = plant({});
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
