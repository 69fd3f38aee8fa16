import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, type Outcome, visit } from './browser.ts';
import { bundlers } from './bundle.ts';
import { htmlOf, unbundledHtml } from './html.ts';
import { inNode } from './in-node.ts';
import { root, workerFile } from './paths.ts';
import type { Result } from './pages/program.js';
import { serve, type Site } from './serve.ts';

const relaxed = false;
const folders = { vite: '', webpack: '', esbuild: '', copied: '' };
let browser: Browser;
/** What every host must come to, to the bit. */
let same: Pick<Result, 'loss' | 'checksum'>;

beforeAll(async () => {
  for (const name of Object.keys(folders) as (keyof typeof folders)[]) {
    folders[name] = mkdtempSync(join(tmpdir(), `ostinato-${name}-`));
  }
  const { vite, webpack, esbuild } = bundlers;
  const [node] = await Promise.all([
    inNode('programs/train.js', JSON.stringify({ relaxed })),
    vite(['main', 'in-worker'], folders.vite),
    webpack(['main', 'in-worker', 'facade'], folders.webpack),
    esbuild(['main'], folders.esbuild),
    esbuild(['main'], folders.copied),
    launch().then((launched) => (browser = launched)),
  ]);
  same = { loss: node.loss, checksum: node.checksum };
  copyFileSync(workerFile, join(folders.copied, basename(workerFile)));
}, 60_000);

afterAll(async () => {
  await browser?.close();
  for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true });
});

/** Visits a site with options, after `prepare`. */
async function on(
  site: Site,
  options: unknown = { relaxed },
  prepare?: (page: Page) => Promise<void>,
): Promise<Outcome> {
  const server = await serve(site);
  try {
    return await visit(browser, server.url, options, prepare);
  } finally {
    server.close();
  }
}

const bundled = (name: keyof typeof folders, more: Partial<Site> = {}): Site => ({
  folder: folders[name],
  html: htmlOf('/main.js'),
  ...more,
});
const unbundled = (page: string): Site => ({
  folder: root,
  html: unbundledHtml(`/tooling/hosts/src/pages/${page}.js`),
});

const inWorker = { html: htmlOf('/in-worker.js') };

describe('a host that serves worker.js', () => {
  it.each<[string, () => Site]>([
    ['a Vite build', () => bundled('vite')],
    ['a webpack build', () => bundled('webpack')],
    ['an esbuild build with worker.js copied beside it', () => bundled('copied')],
    ['no bundler and an import map', () => unbundled('main')],
    ['a worker of a Vite build', () => bundled('vite', inWorker)],
    ['a worker of a webpack build', () => bundled('webpack', inWorker)],
  ])('has threads and the bits of Node: %s', async (_, site) => {
    const { result, errors } = await on(site(), { relaxed, threads: 2 });
    expect(result).toMatchObject({ ...same, threads: 2, features: ['simd', 'threads'] });
    expect(errors).toEqual([]);
  });

  it('has relaxed SIMD and a thread a core by itself', async () => {
    const { result, errors } = await on(bundled('vite'), {});
    const threads = Math.min(8, availableParallelism());
    expect(result).toMatchObject({ threads, features: ['relaxed-simd', ...(threads > 1 ? ['threads'] : [])] });
    expect(errors).toEqual([]);
  });

  it.each<[string, () => Site]>([
    ['the page', () => bundled('vite')],
    ['its worker', () => bundled('webpack', inWorker)],
  ])('has one thread where the page is not isolated: %s', async (_, site) => {
    const { result, errors } = await on({ ...site(), isolated: 'none' });
    expect(result).toMatchObject({ ...same, threads: 1, features: ['simd'] });
    expect(errors).toEqual([]);
  });
});

describe('a host that does not serve worker.js', () => {
  it.each<[string, () => Site]>([
    ['an esbuild build', () => bundled('esbuild')],
    ['headers on the page alone', () => bundled('vite', { isolated: 'page' })],
  ])('has one thread at once: %s', async (_, site) => {
    const { result } = await on(site());
    expect(result).toMatchObject({ ...same, threads: 1, features: ['simd'] });
    expect(result.startTime).toBeLessThan(1000);
  });

  it('is told of it if it asks for threads', async () => {
    const { result } = await on(bundled('esbuild'), { threads: 2 });
    expect(result.error).toMatch(/^BackendError: .*esbuild copy/);
  });
});

describe('a host without WebAssembly SIMD', () => {
  const facade = (): Site => bundled('webpack', { html: htmlOf('/facade.js') });
  const withoutSimd = async (page: Page): Promise<void> => {
    await page.addInitScript(() => Object.assign(WebAssembly, { validate: () => false }));
  };

  it('is sent to backend-js', async () => {
    const { result } = await on(bundled('webpack'), {}, withoutSimd);
    expect(result.error).toMatch(/^BackendError: .*no WebAssembly SIMD.*@ostinato\/backend-js/);
  });

  it('has plain JavaScript by ready()', async () => {
    const js = { backend: 'js', threads: 1, features: [] };
    expect(await on(facade(), {}, withoutSimd)).toMatchObject({ result: js, errors: [] });
  });

  it('is told what its policy lacks, and has plain JavaScript by ready()', async () => {
    const { result } = await on(bundled('webpack', { allowed: '' }));
    expect(result.error).toMatch(/^BackendError: .*'wasm-unsafe-eval'/);
    expect((await on({ ...facade(), allowed: '' })).result).toMatchObject({ backend: 'js' });
  });
});
