import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError, NumericError, ShapeError, StateError } from '@ostinato/base';
import type { BatchEntry } from '@ostinato/data';
import { crossEntropy, dropout, Linear } from '@ostinato/nn';
import {
  add,
  log,
  mul,
  parameter,
  RandomGenerator,
  setBackend,
  sqrt,
  sum,
  tensor,
  type Tensor,
} from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { characterModel, windowsOf } from '../fixtures/character-model.test-d.ts';
import { adam } from '../optimizers/adam.ts';
import { sgd } from '../optimizers/sgd.ts';
import { trainStep } from './train-step.ts';

let backend = jsBackend({ float: 'float64' });
beforeEach(() => setBackend((backend = jsBackend({ float: 'float64' }))));

type X = { x: Tensor<'float32'> };
const floats = (...values: number[]): { x: BatchEntry<'float32'> } => ({
  x: { data: Float32Array.from(values), shape: [values.length], dtype: 'float32' },
});
const scalar = (value = 1) => ({ w: parameter(tensor(value)) });

describe('trainStep', () => {
  it('resolves to the loss and goes down its gradient', async () => {
    const model = scalar();
    const step = trainStep(model, sgd({ learningRate: 0.1 }), ({ x }: X) => sum(mul(x, model.w)));
    expect(await step(floats(1, 2))).toBe(3);
    expect(model.w.dataSync()[0]).toBeCloseTo(0.7, 14);
    expect([step.steps, step.gradientNorm]).toEqual([1, 3]);
  });

  it('clips by the norm of all gradients', async () => {
    const model = scalar();
    const step = trainStep(model, sgd({ learningRate: 1 }), ({ x }: X) => sum(mul(x, model.w)), { clipNorm: 0.5 });
    await step(floats(1, 2));
    expect(model.w.dataSync()[0]).toBeCloseTo(1 - (3 * 0.5) / (3 + 1e-6), 12);
    expect(step.gradientNorm).toBe(3);
  });

  it('carries what the loss returns, until a batch says first', async () => {
    const model = scalar();
    const seen: (number | undefined)[] = [];
    const step = trainStep(
      model,
      sgd({ learningRate: 0 }),
      ({ x }: X & { first: boolean }, carry?: { h: Tensor<'float32'> }) => {
        seen.push(carry?.h.dataSync()[0]);
        const h = carry === undefined ? sum(x) : add(carry.h, sum(x));
        return [mul(h, model.w), { h }];
      },
    );
    await step({ ...floats(1), first: true });
    await step({ ...floats(2), first: false });
    await step({ ...floats(4), first: false });
    expect(step.carry?.h.dataSync()[0]).toBe(7);
    await step({ ...floats(8), first: true });
    expect(seen).toEqual([undefined, 1, 3, undefined]);
    const held = backend.memory().storages;
    step.dispose();
    expect(backend.memory().storages).toBe(held - 1);
  });

  it('keeps a carry that the loss hands through', async () => {
    const model = scalar();
    const step = trainStep(model, sgd({ learningRate: 0 }), ({ x }: X, carry: Tensor<'float32'> | undefined) => [
      mul(sum(x), model.w),
      carry ?? x,
    ]);
    await step(floats(5));
    await step(floats(6));
    expect(step.carry?.dataSync()[0]).toBe(5);
  });

  it('names the step and the culprit when the loss is not finite, and changes nothing', async () => {
    const model = { inner: { wIh: parameter(tensor([1, 2])) }, b: parameter(tensor(1)) };
    const generator = new RandomGenerator(1);
    const step = trainStep(
      model,
      adam(),
      ({ x }: X) => add(sum(log(mul(dropout(x, 0.5), sum(model.inner.wIh)))), model.b),
      { generator },
    );
    await step(floats(1)).catch(() => undefined);
    const before = {
      w: model.inner.wIh.dataSync(),
      draws: generator.draws,
      memory: backend.memory(),
      steps: step.steps,
    };
    await expect(step(floats(1, NaN))).rejects.toThrow(/batch\.x\[1\] is NaN/);
    model.inner.wIh.assign(Float64Array.of(1, NaN));
    const failure = step(floats(1));
    await expect(failure).rejects.toBeInstanceOf(NumericError);
    await expect(failure).rejects.toThrow(
      new RegExp(`loss of step ${before.steps + 1} is NaN.*parameter "inner.w_ih": element 1 is NaN`),
    );
    model.inner.wIh.assign(before.w);
    expect(generator.draws).toBe(before.draws);
    expect(model.b.dataSync()[0]).not.toBeNaN();
    expect({ ...backend.memory(), peakBytes: 0 }).toEqual({ ...before.memory, peakBytes: 0 });
  });

  it('names a gradient that is not finite under a finite loss', async () => {
    const model = { w: parameter(tensor([0, 1])) };
    const step = trainStep(model, sgd({ learningRate: 1 }), ({ x }: X) => sum(mul(sqrt(model.w), x)));
    await expect(step(floats(1, 1))).rejects.toThrow(/a gradient of step 1.*gradient of "w": element 0 is Infinity/);
    expect([...model.w.dataSync()]).toEqual([0, 1]);
  });

  it('is whole again after the loss threw', async () => {
    const model = scalar();
    const step = trainStep(model, sgd({ learningRate: 1 }), ({ x }: X) => {
      mul(x, 2);
      if (x.size === 2) throw new RangeError('mine');
      return mul(sum(x), model.w);
    });
    await step(floats(1));
    const { storages } = backend.memory();
    await expect(step(floats(1, 2))).rejects.toThrow(RangeError);
    await expect(step({ x: { data: new Float32Array(3), shape: [2], dtype: 'float32' } })).rejects.toBeInstanceOf(
      ShapeError,
    );
    await expect(step({ x: [1, 2] } as never)).rejects.toThrow(/batch\.x must be \{ data, shape, dtype \}/);
    await step(floats(1));
    expect(backend.memory().storages).toBe(storages);
  });

  it('refuses to run twice at once', async () => {
    const model = scalar();
    const step = trainStep(model, sgd({ learningRate: 1 }), ({ x }: X) => mul(sum(x), model.w));
    const first = step(floats(1));
    await expect(step(floats(1))).rejects.toBeInstanceOf(StateError);
    await first;
    await step(floats(1));
  });

  it('holds the same memory after step 10 and step 110', async () => {
    setBackend((backend = jsBackend()));
    const { step } = characterModel({ clipNorm: 1 });
    const windows = windowsOf('contiguous');
    const memory = [];
    for (let i = 0; i < 110; i++) {
      await step(windows.read(0, i % windows.batches) as never);
      if (i === 9 || i === 109) memory.push(backend.memory());
    }
    expect({ ...memory[1], peakBytes: 0 }).toEqual({ ...memory[0], peakBytes: 0 });
  });

  it('learns', async () => {
    const model = new Linear({ inFeatures: 2, outFeatures: 2 });
    const batch = {
      inputs: { data: Float32Array.of(0, 1, 1, 0), shape: [2, 2], dtype: 'float32' },
      targets: { data: Int32Array.of(0, 1), shape: [2], dtype: 'int32' },
    } as const;
    const step = trainStep(
      model,
      adam({ learningRate: 0.1 }),
      ({ inputs, targets }: { inputs: Tensor<'float32'>; targets: Tensor<'int32'> }) =>
        crossEntropy(model.forward(inputs), targets),
    );
    let loss = NaN;
    for (let i = 0; i < 60; i++) loss = await step(batch);
    expect(loss).toBeLessThan(0.05);
  });

  it('names a wrong argument', () => {
    const model = scalar();
    expect(() => trainStep({}, adam(), () => tensor(1))).toThrow(/a module with parameters/);
    expect(() => trainStep(model, {} as never, () => tensor(1))).toThrow(/an optimizer such as adam/);
    expect(() => trainStep(model, adam(), () => tensor(1), { clipNorm: 0 })).toThrow(ArgumentError);
    expect(() => trainStep(model, adam(), () => tensor(1), { clip: 1 } as never)).toThrow(/unknown option "clip"/);
  });
});
