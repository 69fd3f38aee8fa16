import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Html } from './html.ts';

/** What is served. */
export interface Site {
  readonly folder: string;
  /** The page at `/`. Default: none. */
  readonly html?: Html;
  /** `all` (default): the headers that isolate a page on every file; `page`: on the page alone; `none`. */
  readonly isolated?: 'all' | 'page' | 'none';
  /** What `script-src` allows beside the site. Default: to compile WebAssembly. */
  readonly allowed?: string;
}

/** A server on this machine. */
export interface Server {
  readonly url: string;
  close(): void;
}

const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.map': 'application/json' };

/** Serves a site under a strict Content-Security-Policy. */
export async function serve(site: Site): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const isPage = pathname === '/';
    for (const [name, value] of Object.entries(headersOf(site, isPage))) response.setHeader(name, value);
    if (isPage) response.setHeader('Content-Type', 'text/html').end(site.html?.text);
    else {
      readFile(join(site.folder, pathname)).then(
        (bytes) => response.setHeader('Content-Type', types[extname(pathname)] ?? 'text/plain').end(bytes),
        () => response.writeHead(404).end(),
      );
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function headersOf({ html, isolated = 'all', allowed = "'wasm-unsafe-eval'" }: Site, isPage: boolean) {
  const scripts = ["'self'", allowed, ...(html?.hashes ?? [])].join(' ');
  const policy = { 'Content-Security-Policy': `default-src 'self'; img-src data:; script-src ${scripts}` };
  return isolated === 'all' || (isolated === 'page' && isPage) ? { ...policy, ...isolating } : policy;
}

/** Headers under which browsers let a page share memory with its workers. */
export const isolating = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
} as const;
