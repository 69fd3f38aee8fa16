import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tempTree } from '@ostinato-workspace/workspace/testing';
import { expect, it } from 'vitest';
import { sandboxEnvironment } from './sandbox.ts';

it('takes no registry but one on loopback', () => {
  const sandbox = { folder: tmpdir(), registry: 'https://registry.npmjs.org/', token: 'none', pnpm: '/pnpm' };
  expect(() => sandboxEnvironment(sandbox)).toThrow('The rehearsal publishes only to');
});

it('leaves out what is personal and knows one registry', () => {
  const folder = tempTree({});
  const personal = {
    NPM_TOKEN: 'secret',
    NODE_AUTH_TOKEN: 'secret',
    GIT_DIR: '/x',
    https_proxy: 'http://x',
    AWS_SECRET_ACCESS_KEY: 'secret',
    XDG_CONFIG_HOME: '/secret',
    PATH: '/x',
  };
  const from = { ...personal, 'npm_config_//registry.npmjs.org/:_authToken': 'secret', LANG: 'C' };
  const env = sandboxEnvironment({ folder, registry: 'http://127.0.0.1:1/', token: 't', pnpm: '/pnpm' }, from);
  expect(JSON.stringify(env)).not.toContain('secret');
  expect(env).toMatchObject({
    LANG: 'C',
    npm_config_registry: 'http://127.0.0.1:1/',
    https_proxy: 'http://127.0.0.1:9',
  });
  expect(env['GIT_DIR']).toBeUndefined();
  expect(env['PATH']).toMatch(/^\/pnpm\b.*\/x$/);
  expect(readFileSync(join(folder, 'home/.npmrc'), 'utf8')).toContain('//127.0.0.1:1/:_authToken=t\n');
});
