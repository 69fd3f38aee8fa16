import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError, BackendError, OutOfMemoryError } from '@ostinato/base';
import {
  argmax,
  argsort,
  type Backend,
  full,
  indexSelect,
  setBackend,
  sum,
  tensor,
  tidy,
  withBackend,
} from '@ostinato/tensor';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { expect, it } from 'vitest';
import { tfjsBackend } from './index.ts';
import type { TfjsBackend } from './tfjs-backend.ts';
import { watchTfjs } from './testing.ts';

tf.enableProdMode();

it('takes the current backend, and leaves it current', async () => {
  await tf.setBackend('cpu');
  expect((await tfjsBackend(tf)).name).toBe('tfjs:cpu');
  const backend = await tfjsBackend(tf, { name: 'wasm' });
  expect(tf.getBackend()).toBe('cpu');
  setBackend(backend);
  expect(await argmax(tensor([1, 3, 2])).item()).toBe(1);
  expect(backend.features).toEqual(['tfjs 4.22.0']);
});

it('names the package of a backend that was not imported', async () => {
  await expect(tfjsBackend(tf, { name: 'webgl' })).rejects.toThrow(BackendError);
  await expect(tfjsBackend(tf, { name: 'webgl' })).rejects.toThrow(
    `no tfjs backend "webgl" was imported. npm install @tensorflow/tfjs-backend-webgl, and import '@tensorflow/tfjs-backend-webgl' before this call.`,
  );
  await expect(tfjsBackend(tf, { name: 'tensorflow' })).rejects.toThrow('@tensorflow/tfjs-node');
  await expect(tfjsBackend(tf, { name: 'wams' })).rejects.toThrow('cpu, wasm, webgl, webgpu, tensorflow');
});

it('says when a backend cannot start', async () => {
  tf.registerBackend('broken', () => {
    throw new Error('no such card');
  });
  await tf.setBackend('cpu');
  await expect(tfjsBackend(tf, { name: 'broken' })).rejects.toThrow('"broken" could not start on this machine');
  expect(tf.getBackend()).toBe('cpu');
  tf.removeBackend('broken');
});

it('starts several at once', async () => {
  await tf.setBackend('cpu');
  const names = ['wasm', 'cpu', 'wasm'];
  const backends = await Promise.all(names.map((name) => tfjsBackend(tf, { name })));
  expect(backends.map(({ name }) => name)).toEqual(['tfjs:wasm', 'tfjs:cpu', 'tfjs:wasm']);
  expect(tf.getBackend()).toBe('cpu');
});

it('sums many numbers as exactly as others', async () => {
  const backend = await tfjsBackend(tf, { name: 'wasm' });
  withBackend(backend, () => {
    const x = full([2 ** 18, 3], 0.1);
    for (const mean of [
      ...sum(x, 0)
        .dataSync()
        .map((total) => total / 2 ** 18),
      sum(x).dataSync()[0]! / 3 / 2 ** 18,
    ])
      expect(mean).toBeCloseTo(0.1, 5);
    x.dispose();
  });
});

it('sorts rows of many columns, with ties and NaN', async () => {
  const [rows, cols] = [3, 300];
  const values = Float32Array.from({ length: rows * cols }, (_, i) => (i % 41 === 7 ? NaN : (i * 7919) % 50));
  const sorted = (backend: Backend) =>
    withBackend(backend, () => tidy(() => Array.from(argsort(tensor(values, [rows, cols])).dataSync())));
  const expected = sorted(jsBackend());
  for (const name of ['cpu', 'wasm']) expect(sorted(await tfjsBackend(tf, { name }))).toEqual(expected);
});

it('refuses memory that tfjs does not have, and leaves what is there alone', async () => {
  const backend = await tfjsBackend(tf, { name: 'wasm' });
  const small = withBackend(backend, () => tensor([1, 2, 3]));
  const held: unknown[] = [];
  expect(() => {
    for (let i = 0; i < 9; i++) held.push(backend.allocate('float32', 2 ** 27));
  }).toThrow(OutOfMemoryError);
  expect(Array.from(small.dataSync())).toEqual([1, 2, 3]);
  backend.dispose();
});

it('refuses what is no tf, and unknown options', async () => {
  await expect(tfjsBackend({} as never)).rejects.toThrow("import * as tf from '@tensorflow/tfjs-core'");
  await expect(tfjsBackend(undefined as never)).rejects.toThrow(ArgumentError);
  await expect(tfjsBackend(tf, { nmae: 'cpu' } as never)).rejects.toThrow('Did you mean "name"?');
  await expect(tfjsBackend(tf, { name: 3 } as never)).rejects.toThrow('name');
});

it.each(['cpu', 'wasm'])('finds bad indices that were computed on %s', async (name) => {
  setBackend(await tfjsBackend(tf, { name }));
  const table = tensor([[1], [2]]);
  const computed = argmax(
    tensor([
      [1, 0, 0, 0],
      [0, 0, 0, 1],
    ]),
    1,
  ); // prettier-ignore
  const { storages } = table.backend.memory();
  expect(() => indexSelect(table, computed)).toThrow(
    'indexSelect: index 3 at position 1 is out of range; valid are 0 to 1.',
  );
  expect(table.backend.memory().storages).toBe(storages);
});

it('reports what a kernel of tfjs throws, and what tfjs lacks', async () => {
  const backend = (await tfjsBackend(tf, { name: 'wasm' })) as TfjsBackend;
  const [x, before] = [backend.allocate('float32', 3), backend.ops.device.numDataIds()];
  const failing = () => backend.ops.run('Concat', [backend.ops.of(x, [3]), backend.ops.of(x, [1, 3])], { axis: 0 });
  expect(() => backend.ops.write(x, failing)).toThrow(/a kernel of the tfjs backend "wasm" failed: /);
  expect(() => backend.ops.write(x, () => backend.ops.run('Einsum', {}))).toThrow('"wasm" has no kernel Einsum');
  expect(backend.ops.device.numDataIds()).toBe(before + 1); // zeros, as nothing was written
  backend.dispose();
});

it('is caught when a kernel reads its values on the host', async () => {
  const { make } = await watchTfjs(tf, 'wasm');
  const backend = (await make()) as unknown as { ops: { device: { readSync(id: object): unknown } } };
  expect(() => backend.ops.device.readSync({})).toThrow('host: a kernel read values of the tfjs backend "wasm" back.');
});
