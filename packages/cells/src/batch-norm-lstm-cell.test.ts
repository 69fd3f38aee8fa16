import { jsBackend } from '@ostinato/backend-js';
import {
  mean,
  normal,
  RandomGenerator,
  scan,
  setBackend,
  square,
  sub,
  type Tensor,
  tidy,
  training,
  valueAndGrad,
} from '@ostinato/tensor';
import { looped } from '@ostinato/tensor/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { BatchNormLSTMCell, type BatchNormLSTMState } from './batch-norm-lstm-cell.ts';

type Floats = Tensor<'float32'>;

beforeAll(() => setBackend(jsBackend({ float: 'float64' })));

const make = () =>
  new BatchNormLSTMCell({ inputSize: 2, hiddenSize: 3, maxSteps: 4, generator: new RandomGenerator(1) });
const noise = (seed: number, ...shape: number[]) => normal(shape, { generator: new RandomGenerator(seed) });

describe('BatchNormLSTMCell in training', () => {
  it('is recorded as it is looped, gradients included, although a batch depends on all its rows', () => {
    const [cell, x] = [make(), noise(2, 5, 4, 2)];
    const step = (xt: Floats, state: BatchNormLSTMState) => cell.step(xt, state);
    const run = () =>
      training({}, () => valueAndGrad(cell, () => mean(square(scan(step, cell.initialState(4), x).outputs))));
    const [recorded, right] = [run(), looped(run)];
    expect(recorded.value.dataSync()).toEqual(right.value.dataSync());
    for (const [key, gradient] of right.gradients)
      gradient
        .dataSync()
        .forEach((value, at) => expect(recorded.gradients.get(key)!.dataSync()[at]).toBeCloseTo(value, 12));
  });

  it('gradients through the statistics equal central differences', () => {
    const [cell, x] = [make(), noise(3, 3, 4, 2)];
    const step = (xt: Floats, state: BatchNormLSTMState) => cell.step(xt, state);
    const loss = () => training({}, () => mean(square(scan(step, cell.initialState(4), x).outputs)));
    const { gradients } = valueAndGrad(cell, loss);
    const values = Float64Array.from(cell.weightHh.dataSync());
    const lossAt = (at: number, offset: number) =>
      tidy(() => {
        cell.weightHh.assign(values.map((value, i) => (i === at ? value + offset : value)));
        return loss().dataSync()[0]!;
      });
    for (let at = 0; at < values.length; at += 7) {
      const slope = (lossAt(at, 1e-5) - lossAt(at, -1e-5)) / 2e-5;
      expect(gradients.get('weight_hh')!.dataSync()[at]).toBeCloseTo(slope, 7);
    }
  });

  it('after calibration inference gives nearly what training gave', () => {
    const [cell, x] = [make(), noise(4, 4, 64, 2)];
    const step = (xt: Floats, state: BatchNormLSTMState) => cell.step(xt, state);
    const run = () => scan(step, cell.initialState(64), x).outputs;
    const trained = training({}, run);
    const distance = () => mean(square(sub(run(), trained))).dataSync()[0]!;
    const before = distance();
    cell.calibrate([x]);
    expect(distance()).toBeLessThan(1e-3 * before);
  });
});
