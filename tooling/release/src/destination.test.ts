import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { assertPublishesHere } from './destination.ts';
import { sandboxEnvironment } from './sandbox.ts';

// The real npm, and a pnpm that answers as one without settings of its own does.
let folder: string;
const packages = [{ path: 'packages/base', manifest: { name: '@ostinato/base', version: '0.1.0' }, changelog: '' }];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ostinato-destination-'));
  writeFileSync(join(folder, 'package.json'), '{}');
  writeFileSync(join(folder, 'pnpm'), '#!/bin/sh\necho undefined\n');
  chmodSync(join(folder, 'pnpm'), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true }));

function check(): Promise<void> {
  const personal = { ...process.env, NPM_CONFIG_REGISTRY: 'https://example.org/' };
  const sandbox = { folder, registry: 'http://127.0.0.1:4873/', token: 'none', pnpm: folder };
  const env = sandboxEnvironment(sandbox, personal);
  return assertPublishesHere({ cwd: folder, env, signal: new AbortController().signal }, packages);
}

it('accepts the sandbox, whatever the settings of the person', async () => {
  await expect(check()).resolves.toBeUndefined();
});

it("refuses a workspace whose .npmrc sends the packages' scope elsewhere", async () => {
  writeFileSync(join(folder, '.npmrc'), '@ostinato:registry=https://registry.npmjs.org/\n');
  await expect(check()).rejects.toThrow('got "https://registry.npmjs.org/"');
});
