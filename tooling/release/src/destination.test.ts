import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { tempTree } from '@ostinato-workspace/workspace/testing';
import { expect, it } from 'vitest';
import { assertPublishesHere } from './destination.ts';
import { sandboxEnvironment } from './sandbox.ts';

const packages = [
  { folder: 'base', path: 'packages/base', manifest: { name: '@ostinato/base', version: '0.1.0' }, changelog: '' },
];

/** The real npm, and a pnpm that answers as one without settings of its own does, in a folder with these files too. */
function check(files: Readonly<Record<string, string>> = {}): Promise<void> {
  const folder = tempTree({ 'package.json': '{}', pnpm: '#!/bin/sh\necho undefined\n', ...files });
  for (const name of ['pnpm', ...('npm' in files ? ['npm'] : [])]) chmodSync(join(folder, name), 0o755);
  const personal = { ...process.env, NPM_CONFIG_REGISTRY: 'https://example.org/' };
  const sandbox = { folder, registry: 'http://127.0.0.1:4873/', token: 'none', pnpm: folder };
  return assertPublishesHere({ cwd: folder, env: sandboxEnvironment(sandbox, personal) }, packages);
}

it('accepts the sandbox, whatever the settings of the person', async () => {
  await expect(check()).resolves.toBeUndefined();
});

it("refuses a workspace whose .npmrc sends the packages' scope elsewhere", async () => {
  const files = { '.npmrc': '@ostinato:registry=https://registry.npmjs.org/\n' };
  await expect(check(files)).rejects.toThrow('got "https://registry.npmjs.org/"');
});

it('refuses an npm that does not say where it would publish', async () => {
  await expect(check({ npm: '#!/bin/sh\necho undefined\n' })).rejects.toThrow('npm does not say where');
});
