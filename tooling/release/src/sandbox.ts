import { mkdirSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { assertLoopback } from './loopback.ts';

export interface Sandbox {
  /** Gets a home with the only npmrc that counts. */
  readonly folder: string;
  readonly registry: string;
  readonly token: string;
  /** The folder of pnpm. */
  readonly pnpm: string;
}

/** Nothing listens there: a request that is not for this machine fails. */
const nowhere = 'http://127.0.0.1:9';

/** All that is taken over from whoever runs it: where programs are, and how they write and tell the time. */
const kept = ['PATH', 'TMPDIR', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ'];

/**
 * The environment of all that publishes and installs: no setting, token or cache of the person who runs it, one
 * registry, and no way out of this machine for the requests of npm, pnpm and git, which heed a proxy.
 */
export function sandboxEnvironment({ folder, registry, token, pnpm }: Sandbox, from = process.env): NodeJS.ProcessEnv {
  assertLoopback(registry);
  const home = join(folder, 'home');
  const npmrc = join(home, '.npmrc');
  const address = registry.replace(/^https?:/, '');
  const lines = [`registry=${registry}`, `${address}:_authToken=${token}`, 'omit-lockfile-registry-resolved=false'];
  mkdirSync(home, { recursive: true });
  writeFileSync(npmrc, `${lines.join('\n')}\naudit=false\nfund=false\nupdate-notifier=false\n`);
  return {
    ...Object.fromEntries(Object.entries(from).filter(([name]) => kept.includes(name))),
    PATH: [pnpm, dirname(process.execPath), from['PATH']].join(delimiter),
    HOME: home,
    npm_config_registry: registry,
    npm_config_userconfig: npmrc,
    npm_config_globalconfig: join(home, 'none'),
    npm_config_cache: join(folder, 'cache'),
    GIT_CONFIG_GLOBAL: devNull,
    GIT_CONFIG_SYSTEM: devNull,
    ...Object.fromEntries(['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'].map((name) => [name, nowhere])),
    NO_PROXY: '127.0.0.1,localhost',
    no_proxy: '127.0.0.1,localhost',
    NO_COLOR: '1',
  };
}
