import { ArgumentError, DisposedError, OutOfMemoryError } from '@ostinato/base';
import { describe, expect, it } from 'vitest';
import { jsBackend } from './index.ts';

describe('jsBackend', () => {
  it('counts storages and bytes', () => {
    const backend = jsBackend();
    const a = backend.allocate('float32', 10);
    const b = backend.allocate('bool', 3);
    expect(backend.memory()).toEqual({ storages: 2, bytes: 43, peakBytes: 43 });
    backend.free(a);
    expect(backend.memory()).toEqual({ storages: 1, bytes: 3, peakBytes: 43 });
    backend.free(a);
    expect(backend.memory()).toEqual({ storages: 1, bytes: 3, peakBytes: 43 });
    backend.free(b);
    expect(backend.memory()).toEqual({ storages: 0, bytes: 0, peakBytes: 43 });
  });

  it('counts eight bytes for a float in float64', () => {
    const backend = jsBackend({ float: 'float64' });
    backend.allocate('float32', 10);
    backend.allocate('int32', 10);
    expect(backend.memory().bytes).toBe(120);
    expect(backend.elementBytes('float32')).toBe(8);
  });

  it.each([2 ** 40, 2 ** 52, Number.MAX_SAFE_INTEGER])('refuses %d elements and stays usable', (count) => {
    const backend = jsBackend();
    const kept = backend.allocate('int32', 1);
    backend.write(kept, 'int32', Int32Array.of(7));
    expect(() => backend.allocate('float32', count)).toThrow(OutOfMemoryError);
    expect(() => backend.allocate('float32', count)).toThrow(`${count * 4} bytes; 4 bytes are in use`);
    expect(backend.memory()).toEqual({ storages: 1, bytes: 4, peakBytes: 4 });
    expect([...backend.readSync!(kept, 'int32', 0, 1)]).toEqual([7]);
    expect(backend.allocate('float32', 8).floats).toHaveLength(8);
  });

  it('reads a copy, at any offset, and sees the same block further on', async () => {
    const backend = jsBackend();
    const storage = backend.allocate('float32', 4);
    backend.write(storage, 'float32', Float32Array.of(1, 2, 3, 4));
    const read = backend.read(storage, 'float32', 1, 2);
    backend.write(backend.at!(storage, 4), 'float32', Float32Array.of(9));
    expect([...(await read)]).toEqual([2, 3]);
    expect([...backend.readSync!(storage, 'float32', 0, 4)]).toEqual([1, 9, 3, 4]);
    expect(backend.at!(storage, 0)).toBe(storage);
  });

  it('gives everything back when disposed and refuses later calls', async () => {
    const backend = jsBackend();
    const storage = backend.allocate('float32', 4);
    backend.dispose();
    expect(backend.memory()).toMatchObject({ storages: 0, bytes: 0 });
    expect(() => backend.allocate('float32', 1)).toThrow(DisposedError);
    expect(() => backend.write(storage, 'float32', new Float32Array(1))).toThrow(DisposedError);
    expect(() => backend.readSync!(storage, 'float32', 0, 1)).toThrow(DisposedError);
    await expect(backend.read(storage, 'float32', 0, 1)).rejects.toThrow(DisposedError);
    expect(() => backend.free(storage)).not.toThrow();
  });

  it('checks its options', () => {
    expect(() => jsBackend({ flaot: 'float64' } as never)).toThrow('Did you mean "float"?');
    expect(() => jsBackend({ float: 'float16' } as never)).toThrow(ArgumentError);
    expect(() => jsBackend(null as never)).toThrow(ArgumentError);
  });
});
