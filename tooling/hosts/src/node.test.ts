import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { inNode } from './in-node.ts';
import type { Result } from './pages/program.js';
import { pages, workerFile } from './paths.ts';

describe('Node without a bundler', () => {
  it('has relaxed SIMD and a thread a core by itself, and ends', async () => {
    const { threads, features, startTime } = await inNode<Result>('programs/train.js');
    console.log(`backend-wasm starts in ${startTime.toFixed(0)} ms in Node`);
    const wanted = Math.min(8, availableParallelism());
    expect({ threads, features }).toEqual({
      threads: wanted,
      features: ['relaxed-simd', ...(wanted > 1 ? ['threads'] : [])],
    });
  });

  it('has the same bits on any number of threads', async () => {
    const results = await Promise.all(
      [1, 2, 3].map((threads) => inNode<Result>('programs/train.js', JSON.stringify({ threads, relaxed: false }))),
    );
    expect(results.map(({ threads }) => threads)).toEqual([1, 2, 3]);
    expect(new Set(results.map(({ checksum }) => checksum)).size).toBe(1);
  });

  it('spends no time on idle threads', async () => {
    expect(await inNode<number>('programs/idle.js')).toBeLessThan(5);
  });

  it.each([
    [1, 200],
    [2, 60],
  ])('has its memory back: %d threads, %d backends', async (threads, backends) => {
    expect(await inNode<number>('programs/memory.js', `${threads}`, `${backends}`)).toBeLessThan(20);
  });

  it('is sent to backend-js where there is no SIMD, and has it by ready()', async () => {
    const { error, ready } = await inNode<{ error: string; ready: unknown }>('programs/no-simd.js');
    expect(error).toMatch(/^BackendError: .*no WebAssembly SIMD.*@ostinato\/backend-js/);
    expect(ready).toEqual({ backend: 'js', threads: 1, features: [] });
  });
});

describe('a bundle for Node', () => {
  it('has one thread without worker.js, and threads with it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ostinato-node-'));
    try {
      const outfile = join(folder, 'bundle.mjs');
      const entryPoints = [join(pages, '../programs/train.js')];
      await build({ entryPoints, outfile, bundle: true, format: 'esm', platform: 'node' });
      expect(await inNode(outfile)).toMatchObject({ threads: 1 });
      await expect(inNode(outfile, '{"threads":2}')).rejects.toThrow(/BackendError: .*worker\.js/);
      cpSync(workerFile, join(folder, basename(workerFile)));
      expect(await inNode(outfile, '{"threads":2}')).toMatchObject({ threads: 2 });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
