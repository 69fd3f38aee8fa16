import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { createServer, type DepOptimizationOptions } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, type Outcome, visit } from './browser.ts';
import { pages } from './paths.ts';
import { isolating } from './serve.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
}, 20_000);
afterAll(() => browser?.close());

/** What the page comes to on a development server. */
async function onServer(optimizeDeps: DepOptimizationOptions, options: unknown): Promise<Outcome> {
  const cacheDir = mkdtempSync(join(tmpdir(), 'ostinato-vite-dev-'));
  const server = await createServer({
    root: pages,
    configFile: false,
    logLevel: 'error',
    cacheDir,
    optimizeDeps,
    server: { host: '127.0.0.1', port: 0, headers: isolating },
  });
  try {
    await server.listen();
    const { port } = server.httpServer!.address() as { port: number };
    return await visit(browser, `http://127.0.0.1:${port}/`, options);
  } finally {
    await server.close();
    rmSync(cacheDir, { recursive: true });
  }
}

it('has threads where packages are linked', async () => {
  const { result, errors, requests } = await onServer({}, { threads: 2, relaxed: false });
  expect(requests.some((url) => url.includes('backend-wasm/dist/worker.js'))).toBe(true);
  expect(result).toMatchObject({ threads: 2, features: ['simd', 'threads'] });
  expect(errors).toEqual([]);
});

it('has threads where packages are bundled beforehand, as installed ones are', async () => {
  const packages = ['backend-wasm', 'cells', 'nn', 'sequence', 'tensor', 'train'];
  const include = packages.map((name) => `@ostinato/${name}`);
  const { result, errors, requests } = await onServer({ include }, { threads: 2, relaxed: false });
  expect(requests.some((url) => url.includes('deps/@ostinato_backend-wasm.js'))).toBe(true);
  expect(result).toMatchObject({ threads: 2, features: ['simd', 'threads'] });
  expect(errors).toEqual([]);
});
