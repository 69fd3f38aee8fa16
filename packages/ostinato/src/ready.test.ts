import { afterEach, expect, it, vi } from 'vitest';
import { cells, ready, tensor } from './index.ts';

afterEach(() => vi.unstubAllGlobals());

it('takes WebAssembly with threads in Node, and the families run on it', async () => {
  const chosen = await ready();
  expect(chosen.backend).toBe('wasm');
  expect(chosen.threads).toBeGreaterThanOrEqual(1);
  expect(chosen.features).toContain(chosen.threads > 1 ? 'threads' : 'relaxed-simd');
  const { output } = new cells.LSTM({ inputSize: 2, hiddenSize: 3 }).forward(tensor.zeros([1, 4, 2]));
  expect(output.shape).toEqual([1, 4, 3]);
});

it('takes one thread where memory cannot be shared', async () => {
  vi.stubGlobal('SharedArrayBuffer', undefined);
  expect(await ready()).toEqual({ backend: 'wasm', threads: 1, features: ['relaxed-simd'] });
});

it('takes plain JavaScript where there is no SIMD', async () => {
  vi.stubGlobal('WebAssembly', { ...WebAssembly, validate: () => false });
  expect(await ready()).toEqual({ backend: 'js', threads: 1, features: [] });
});
