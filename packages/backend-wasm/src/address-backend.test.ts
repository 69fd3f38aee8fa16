import { ArgumentError, BackendError, DisposedError, OutOfMemoryError } from '@ostinato/base';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { wasmBackend, type WasmBackendOptions } from './index.ts';

const mega = 2 ** 20;

afterEach(() => vi.unstubAllGlobals());

describe('options', () => {
  it.each<[unknown, RegExp]>([
    [{ thread: 2 }, /unknown option "thread"\. Did you mean "threads"\?/],
    [{ maxMemry: 1 }, /Did you mean "maxMemory"\?/],
    [null, /options must be an object, got null/],
    [{ threads: 0 }, /threads must be at least 1 and at most 64, got 0/],
    [{ threads: 65 }, /threads must be .* got 65/],
    [{ threads: 1.5 }, /threads must be a whole number, got 1\.5/],
    [{ threads: 'two' }, /threads must be 'auto' or a whole number, got "two"/],
    [{ threads: null }, /threads must be left out for its default, got null/],
    [{ relaxed: 'yes' }, /relaxed must be true or false, got "yes"/],
    [{ relaxed: null }, /relaxed must be left out/],
    [{ maxMemory: '1 GB' }, /maxMemory must be a whole number, got "1 GB"/],
    [{ maxMemory: mega }, /maxMemory must be at least 16777216 and at most 4294901760, got 1048576/],
    [{ maxMemory: 2 ** 32 }, /maxMemory must be at least/],
    [{ maxMemory: 16 * mega, threads: 8 }, /8 threads need a maxMemory of at least 33554432 bytes, got 16777216/],
  ])('%o are refused', async (options, message) => {
    const made = wasmBackend(options as WasmBackendOptions);
    await expect(made).rejects.toThrow(message);
    await expect(made).rejects.toBeInstanceOf(ArgumentError);
  });

  it('have fewer threads by themselves in a small memory', async () => {
    const backend = await wasmBackend({ maxMemory: 16 * mega });
    expect(backend.threads).toBeLessThanOrEqual(4);
    backend.dispose();
  });
});

describe('a host', () => {
  it.each([
    ['no SIMD', { ...WebAssembly, validate: () => false }],
    ['no WebAssembly', undefined],
  ])('with %s is sent to backend-js', async (_, stub) => {
    vi.stubGlobal('WebAssembly', stub);
    const made = wasmBackend();
    await expect(made).rejects.toThrow(/@ostinato\/backend-js/);
    await expect(made).rejects.toBeInstanceOf(BackendError);
  });

  it('that forbids compiling is told what to allow', async () => {
    const compile = () => Promise.reject(new WebAssembly.CompileError('blocked by policy'));
    vi.stubGlobal('WebAssembly', { ...WebAssembly, validate: WebAssembly.validate, compile });
    await expect(wasmBackend()).rejects.toThrow(/'wasm-unsafe-eval'/);
  });
});

describe.each([1, 2])('a backend of %d threads', (threads) => {
  it('goes on after it was full', async () => {
    const backend = await wasmBackend({ threads, maxMemory: 32 * mega });
    const block = backend.allocate('float32', mega);
    expect(() => backend.allocate('float32', 8 * mega)).toThrow(OutOfMemoryError);
    backend.kernels['fill.float32'](block, 1, mega, mega, 2);
    expect(backend.readSync(block, 'float32', mega - 1, 1)).toEqual(Float32Array.of(2));
    expect(backend.memory()).toEqual({ storages: 1, bytes: 4 * mega, peakBytes: 4 * mega });
    backend.dispose();
  });

  it('ends', async () => {
    const backend = await wasmBackend({ threads });
    const block = backend.allocate('float32', 4);
    backend.dispose();
    backend.dispose();
    backend.free(block);
    const calls = [
      () => backend.kernels,
      () => backend.allocate('float32', 1),
      () => backend.write(block, 'float32', Float32Array.of(1)),
      () => backend.readSync(block, 'float32', 0, 1),
    ];
    for (const call of calls) expect(call).toThrow(DisposedError);
    expect(backend.memory().bytes).toBe(0);
  });
});
