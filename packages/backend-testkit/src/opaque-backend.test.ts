import { BackendError } from '@ostinato/base';
import { jsBackend } from '@ostinato/backend-js';
import { concat, indexSelect, split, tensor, tidy, withBackend } from '@ostinato/tensor';
import { describe, expect, it } from 'vitest';
import { opaqueBackend } from './index.ts';

function filled(inner = jsBackend()) {
  const backend = opaqueBackend(inner);
  const storage = backend.allocate('float32', 3);
  backend.write(storage, 'float32', Float32Array.of(1, 2, 3));
  return { backend, storage, inner };
}

describe('opaqueBackend', () => {
  it('has no addresses and is otherwise what it wraps', () => {
    const inner = jsBackend({ float: 'float64' });
    const backend = opaqueBackend(inner);
    expect(backend.at).toBeUndefined();
    expect([backend.name, backend.float, backend.tolerance]).toEqual(['opaque js', 'float64', 1]);
    expect(Object.keys(backend.kernels)).toEqual(Object.keys(inner.kernels));
  });

  it('holds NaN until something is written', () => {
    const backend = opaqueBackend(jsBackend());
    expect([...backend.readSync!(backend.allocate('float32', 2), 'float32', 0, 2)]).toEqual([NaN, NaN]);
  });

  it('makes a new value at every write and fills the old one with NaN', () => {
    const inner = jsBackend();
    const values: { floats: ArrayLike<number> }[] = [];
    const allocate = inner.allocate.bind(inner);
    inner.allocate = (dtype, count) => {
      const made = allocate(dtype, count);
      values.push(made);
      return made;
    };
    const { backend, storage } = filled(inner);
    backend.kernels['unary.neg'](storage, storage, 1, 3, 3, 3);
    expect(values.map(({ floats }) => Array.from(floats))).toEqual([
      [NaN, NaN, NaN],
      [NaN, NaN, NaN],
      [-1, -2, -3],
    ]);
    expect(inner.memory().storages).toBe(1);
  });

  it('refuses rows with gaps, parts of storages, other dtypes and freed storages', () => {
    const { backend, storage } = filled();
    const other = backend.allocate('float32', 3);
    const { kernels } = backend;
    expect(() => kernels['unary.neg'](backend.allocate('float32', 2), storage, 2, 1, 1, 2)).toThrow(
      'row stride 2, but its storage has 3',
    );
    expect(() => kernels['unary.neg'](other, storage, 1, 2, 2, 2)).toThrow('unary.neg uses 2 elements of out');
    expect(() => kernels['copy.int32'](other, storage, 1, 3, 3, 3)).toThrow(
      'out of copy.int32 is float32, expected int32',
    );
    expect(() => backend.readSync!(storage, 'int32', 0, 1)).toThrow(BackendError);
    backend.free(other);
    backend.free(other);
    expect(() => kernels['unary.neg'](other, storage, 1, 3, 3, 3)).toThrow('used after it was freed');
    expect(backend.memory().storages).toBe(2);
  });

  it('finds no bad index in a kernel', () => {
    const { backend, storage } = filled();
    const [out, index] = [backend.allocate('float32', 1), backend.allocate('int32', 1)];
    backend.write(index, 'int32', Int32Array.of(9));
    expect(backend.kernels['gatherRows.float32'](out, storage, index, 1, 1, 3, 1, 1)).toBe(-1);
  });

  it('still has bad indices refused after they were cut and joined', () => {
    withBackend(opaqueBackend(jsBackend()), () =>
      tidy(() => {
        const ids = tensor(
          [
            [0, 7],
            [1, 2],
          ],
          { dtype: 'int32' },
        );
        const [first, second] = split(ids, 2, 0);
        const table = tensor([[1], [2], [3]]);
        expect(() => indexSelect(table, concat([second!, first!], 0))).toThrow(
          'index 7 at position 3 is out of range; valid are 0 to 2',
        );
      }),
    );
  });
});
