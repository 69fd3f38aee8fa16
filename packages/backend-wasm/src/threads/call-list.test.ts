import { afterAll, beforeAll, expect, it } from 'vitest';
import { eagerWasmBackend } from '../testing.ts';
import type { WasmBackend } from '../wasm-backend.ts';

let backend: WasmBackend;
beforeAll(async () => (backend = await eagerWasmBackend({ threads: 3, maxMemory: 2 ** 26 })));
afterAll(() => backend.dispose());

const block = (...values: number[]): number => {
  const storage = backend.allocate('float32', values.length);
  backend.write(storage, 'float32', Float32Array.from(values));
  return storage;
};
const read = (storage: number, count: number): number[] => Array.from(backend.readSync(storage, 'float32', 0, count));
const half = (x: number): unknown[] => [x, x, 1, 2, 2, 2, 0.5];

it('has helpers work through lists, in order, while the caller works too', () => {
  const { storages } = backend.memory();
  const { helpers } = backend;
  const blocks = [block(8, 16), block(24, 32), block(40, 48)];
  const lists = [1, 2].map((i) => {
    const list = helpers!.list(2, 14);
    list.add('scalar.mul', half(blocks[i]!));
    const place = list.add('scalar.add', half(blocks[i]!));
    list.set(place + 6, i);
    return list;
  });
  for (let run = 0; run < 2; run++)
    expect(helpers!.run(lists, () => helpers!.kernels['scalar.mul'](blocks[0]!, blocks[0]!, 1, 2, 2, 2, 0.5))).toBe(
      true,
    );
  expect(blocks.map((each) => read(each, 2))).toEqual([
    [2, 4],
    [7.5, 9.5],
    [13, 15],
  ]);
  for (const list of lists) list.free();
  for (const each of blocks) backend.free(each);
  expect(backend.memory().storages).toBe(storages);
});

it('ends a list at a bad index', () => {
  const { helpers } = backend;
  const [table, out] = [block(1, 2, 3), block(0, 0)];
  const ids = backend.allocate('int32', 2);
  const list = helpers!.list(2, 16);
  const gather = [out, table, ids, 2, 1, 3, 1, 1];
  list.add('gatherRows.float32', gather);
  list.add('scalar.add', [out, out, 1, 2, 2, 2, 10]);
  const run = (...at: number[]): boolean => {
    backend.write(ids, 'int32', Int32Array.from(at));
    return helpers!.run([list], () => {});
  };
  expect(run(2, 0)).toBe(true);
  expect(read(out, 2)).toEqual([13, 11]);
  expect(run(1, 3)).toBe(false);
  expect(read(out, 2)).toEqual([13, 11]);
  list.free();
  for (const each of [table, out, ids]) backend.free(each);
});

it('says when a list is full', () => {
  const list = backend.helpers!.list(1, 7);
  list.add('scalar.mul', half(64));
  expect(() => list.add('scalar.mul', half(64))).toThrow(RangeError);
  list.free();
});
