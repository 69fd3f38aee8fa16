import { wasmBackend } from '@ostinato/backend-wasm';
import { NumericError } from '@ostinato/base';
import { Linear, mse } from '@ostinato/nn';
import {
  add,
  type Backend,
  bernoulli,
  manualSeed,
  namedParameters,
  RandomGenerator,
  scan,
  setBackend,
  tanh,
  type Tensor,
  trainingGenerator,
  where,
  zeros,
} from '@ostinato/tensor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adam } from '../optimizers/adam.ts';
import { groups } from '../optimizers/groups.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { sgd } from '../optimizers/sgd.ts';
import { trainStep } from './train-step.ts';

type Floats = Tensor<'float32'>;

let backend: Backend;
beforeAll(async () => setBackend((backend = await wasmBackend({ threads: 1 }))));
afterAll(() => backend.dispose());

const numbers = (count: number, seed: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(1 + seed * 7.3 + i * 1.7));
const batchOf = (seed: number, rows = 4) => ({
  x: { data: numbers(5 * rows * 3, seed), shape: [5, rows, 3], dtype: 'float32' as const },
  y: { data: numbers(rows * 2, seed + 0.5), shape: [rows, 2], dtype: 'float32' as const },
});

/** A small recurrent model with dropout that carries its state. */
function training(optimizer: Optimizer, compile: boolean) {
  manualSeed(3);
  const model = {
    into: new Linear({ inFeatures: 3, outFeatures: 2 }),
    over: new Linear({ inFeatures: 2, outFeatures: 2 }),
  };
  const loss = ({ x, y }: { x: Floats; y: Floats }, carry: Floats | undefined): readonly [Floats, Floats] => {
    const generator = trainingGenerator()!;
    const { state } = scan(
      (each: Floats, h: Floats) => {
        const next = tanh(model.over.forward(add(model.into.forward(each), h)));
        return { state: where(bernoulli(h.shape, 0.2, { generator }), h, next), output: {} };
      },
      carry ?? zeros([x.shape[1]!, 2]),
      x,
    );
    return [mse(state, y), state];
  };
  return trainStep(model, optimizer, loss, { clipNorm: 0.1, generator: new RandomGenerator(8), compile });
}

const optimizers: Readonly<Record<string, () => Optimizer>> = {
  adam: () => adam({ learningRate: 0.02, weightDecay: 0.01, amsgrad: true }),
  sgd: () => sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }),
  'groups of both': () =>
    groups([
      { parameters: (key) => key.startsWith('into'), optimizer: adam() },
      { parameters: (key) => key.startsWith('over'), optimizer: sgd({ learningRate: 0.1, momentum: 0.5 }) },
    ]),
};

describe.each(Object.keys(optimizers))('a compiled step with %s', (name) => {
  it('trains as one that is not compiled, to the bit: batch sizes, carried state, draws and changing rates', async () => {
    const [plain, compiled] = [training(optimizers[name]!(), false), training(optimizers[name]!(), true)];
    for (const [i, rows] of [4, 4, 4, 6, 6, 4, 6].entries()) {
      const first = i > 0 && plain.carry!.shape[0] !== rows;
      for (const step of [plain, compiled]) step.optimizer.learningRate = 0.5 / (i + 1);
      const batch = { ...batchOf(i, rows), first };
      expect(await compiled(batch)).toBe(await plain(batch));
      expect(compiled.gradientNorm).toBe(plain.gradientNorm);
      expect(compiled.generator.draws).toBe(plain.generator.draws);
      for (const [key, parameter] of namedParameters(plain.model))
        expect(namedParameters(compiled.model).get(key)!.dataSync()).toEqual(parameter.dataSync());
    }
    expect(compiled.steps).toBe(7);
    const [state, other] = [plain, compiled].map(({ optimizer }) => optimizer.state());
    expect(other!.json).toEqual(state!.json);
    for (const [key, slot] of state!.tensors as ReadonlyMap<string, Tensor>)
      expect((other!.tensors.get(key) as Tensor).dataSync()).toEqual(slot.dataSync());
    for (const step of [plain, compiled]) {
      step.dispose();
      step.optimizer.dispose();
      for (const parameter of namedParameters(step.model).values()) parameter.dispose();
    }
    expect(backend.memory().bytes).toBe(0);
  });
});

describe('a compiled step', () => {
  it('changes nothing when the loss is not finite, and says so', async () => {
    const step = training(adam(), true);
    for (let i = 0; i < 3; i++) await step(batchOf(i));
    const before = [...namedParameters(step.model).values()].map((parameter) => parameter.dataSync());
    const { draws } = step.generator;
    const bad = batchOf(4);
    bad.y.data[3] = NaN;
    await expect(step(bad)).rejects.toThrow(NumericError);
    expect([...namedParameters(step.model).values()].map((parameter) => parameter.dataSync())).toEqual(before);
    expect([step.generator.draws, step.steps]).toEqual([draws, 3]);
    expect(await step(batchOf(5))).toBeGreaterThan(0);
    step.dispose();
  });

  it('needs no function of the model from its second batch on', async () => {
    let calls = 0;
    const model = new Linear({ inFeatures: 3, outFeatures: 2 });
    const loss = ({ x, y }: { x: Floats; y: Floats }) => {
      calls++;
      return mse(model.forward(x), y);
    };
    const step = trainStep(model, adam(), loss, { compile: true });
    const batch = { x: { data: numbers(12, 1), shape: [4, 3], dtype: 'float32' as const }, y: batchOf(1).y };
    const losses: number[] = [];
    for (let i = 0; i < 5; i++) losses.push(await step(batch));
    expect(calls).toBe(1);
    expect([...losses].sort((a, b) => b - a)).toEqual(losses);
    expect(new Set(losses).size).toBe(5);
    step.dispose();
  });
});
