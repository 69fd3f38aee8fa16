import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { runServer } from 'verdaccio';
import { assertLoopback } from './loopback.ts';

/** A registry on this machine that knows of no other one. */
export interface Registry {
  readonly url: string;
  /** Where it keeps what was published: a folder for each package. */
  readonly storage: string;
  close(): Promise<void>;
}

export async function startRegistry(folder: string): Promise<Registry> {
  const storage = join(folder, 'storage');
  const file = join(folder, 'config.yaml'); // never written: paths are resolved from where it would be
  const server = (await runServer({
    self_path: file,
    configPath: file,
    storage,
    uplinks: {},
    packages: { '**': { access: '$all', publish: '$authenticated' } },
    auth: { htpasswd: { file: join(folder, 'htpasswd') } },
    security: { api: { jwt: { sign: { expiresIn: '1h' } } } }, // otherwise each request hashes the password anew
    web: { enable: false },
    max_body_size: '100mb',
    log: { type: 'stdout', format: 'pretty', level: 'fatal' },
  } as unknown as Parameters<typeof runServer>[0])) as Server;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    storage,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections(); // a client that keeps its connection open must not keep us
      }),
  };
}

/** A user made for this rehearsal, as `npm login` makes one; gives its token. */
export async function createUser(url: string): Promise<string> {
  assertLoopback(url);
  const response = await fetch(new URL('-/user/org.couchdb.user:rehearsal', url), {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'rehearsal', password: 'of-a-release' }),
  });
  const { token } = (await response.json()) as { token?: string };
  if (token === undefined) throw new Error(`The registry made no user: ${response.status} ${response.statusText}`);
  return token;
}
