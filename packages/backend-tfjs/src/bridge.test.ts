import { jsBackend } from '@ostinato/backend-js';
import { BackendError, DTypeError, StateError } from '@ostinato/base';
import {
  add,
  cast,
  parameter,
  setBackend,
  slice,
  sum,
  tensor,
  tidy,
  valueAndGrad,
  withBackend,
} from '@ostinato/tensor';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { fromTfjs, tfjsBackend, toTfjs } from './index.ts';

tf.enableProdMode();

describe.each(['cpu', 'wasm'])('tensors to and from tfjs on %s', (name) => {
  beforeAll(async () => {
    await tf.setBackend(name);
    setBackend(await tfjsBackend(tf, { name }));
  });
  const data = () => (tf.engine().backend as unknown as { numDataIds(): number }).numDataIds();

  it('is the same data in both directions, in every dtype and shape', async () => {
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]); // prettier-ignore
    const before = data();
    const there = toTfjs<tf.Tensor>(x);
    expect(data()).toBe(before); // no copy
    expect(there.shape).toEqual([2, 3]);
    expect(await tf.add(there, 1).array()).toEqual([
      [2, 3, 4],
      [5, 6, 7],
    ]); // prettier-ignore
    const back = fromTfjs(there);
    expect((back as typeof x & { dataId?: unknown }).shape).toEqual([2, 3]);
    expect(await add(back as typeof x, 1).toArray()).toEqual([
      [2, 3, 4],
      [5, 6, 7],
    ]); // prettier-ignore
    expect(await fromTfjs(tf.tensor([1, 0], [2], 'bool')).toArray()).toEqual([true, false]);
    expect(await fromTfjs(tf.scalar(7, 'int32')).item()).toBe(7);
    expect(fromTfjs(tf.zeros([0, 3])).shape).toEqual([0, 3]);
    expect(toTfjs(cast(x, 'int32')).dtype).toBe('int32');
    expect(toTfjs(slice(x, 0, 1)).shape).toEqual([1, 3]);
  });

  it('is owned by both: whoever disposes first leaves the other its values, the last one frees', async () => {
    const [tensors, before] = [tf.memory().numTensors, data()];
    const x = tensor([1, 2]);
    const there = toTfjs<tf.Tensor>(x);
    x.dispose();
    expect(Array.from(await there.data())).toEqual([1, 2]);
    const back = fromTfjs(there);
    there.dispose();
    expect(Array.from(await back.data())).toEqual([1, 2]);
    expect(data()).toBe(before + 1);
    back.dispose();
    expect(data()).toBe(before);
    expect(tf.memory().numTensors).toBe(tensors);
    const inside = tensor([1]);
    tf.tidy(() => void toTfjs(inside)); // tidy disposes what is tfjs's
    tidy(() => void fromTfjs(toTfjs(inside))); // and ours what is ours
    expect(await inside.item()).toBe(1);
    inside.dispose();
    expect(tf.memory().numTensors).toBe(tensors + 1); // the one that nobody disposed
    expect(tf.memory().numDataBuffers).toBeLessThanOrEqual(tf.memory().numTensors + 20);
  });

  it('gives back what an op of another current backend moved there', async () => {
    const other = name === 'cpu' ? 'wasm' : 'cpu';
    await tf.setBackend(other);
    const elsewhere = (tf.engine().backend as unknown as { numDataIds(): number }).numDataIds();
    for (const first of ['ours', 'theirs']) {
      const x = tensor([1, 2]);
      const there = toTfjs<tf.Tensor>(x);
      const sum = tf.add(there, 1);
      expect(await add(x, 1).toArray()).toEqual([2, 3]);
      for (const each of first === 'ours' ? [x, there, sum] : [sum, there, x]) each.dispose();
    }
    expect((tf.engine().backend as unknown as { numDataIds(): number }).numDataIds()).toBe(elsewhere);
    await tf.setBackend(name);
  });

  it('keeps its values when a parameter is written later', async () => {
    const box = parameter(tensor([1, 2]));
    const there = toTfjs<tf.Tensor>(box);
    box.assign(Float32Array.of(5, 6));
    expect(Array.from(await there.data())).toEqual([1, 2]);
    expect(Array.from(await toTfjs<tf.Tensor>(box).data())).toEqual([5, 6]);
  });

  it('copies what is on another tfjs backend', async () => {
    const other = name === 'cpu' ? 'wasm' : 'cpu';
    await tf.setBackend(other);
    const there = tf.tensor([3, 4]);
    expect(Array.from(await fromTfjs(there).data())).toEqual([3, 4]);
    expect(Array.from(await there.data())).toEqual([3, 4]);
    await tf.setBackend(name);
  });

  it('says what it cannot do, and leaves nothing', () => {
    const x = tensor([1]);
    const { storages } = x.backend.memory();
    expect(() => valueAndGrad([x], () => (toTfjs(x), sum(x)))).toThrow(StateError);
    withBackend(jsBackend(), () => {
      expect(() => toTfjs(tensor([1]))).toThrow(/toTfjs: the tensor is on backend js.*tf\.tensor\(await/);
      expect(() => fromTfjs(tf.tensor([1]))).toThrow(BackendError);
    });
    expect(() => fromTfjs(tf.tensor(['text']))).toThrow(DTypeError);
    const gone = tf.tensor([1]);
    gone.dispose();
    expect(() => fromTfjs(gone)).toThrow('x was disposed');
    expect(() => fromTfjs({ dataId: {}, shape: [1], dtype: 'float32', isDisposed: false })).toThrow('two copies');
    expect(() => fromTfjs([1] as never)).toThrow('tf.Tensor');
    expect(() => toTfjs([1] as never)).toThrow('tensor');
    expect(x.backend.memory().storages).toBe(storages);
  });
});
