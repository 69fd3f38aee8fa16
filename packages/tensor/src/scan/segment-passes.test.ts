import { jsBackend } from '@ostinato/backend-js';
import type { Backend } from '@ostinato/backend';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  add,
  explain,
  linear,
  parameter,
  type Parameter,
  scan,
  type ScanOptions,
  setBackend,
  sum,
  tanh,
  tensor,
  type Tensor,
  tidy,
  valueAndGrad,
} from '../index.ts';

type Floats = Tensor<'float32'>;

const numbers = (count: number, seed: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(1 + seed * 7.3 + i * 1.7));
const [steps, batch, units] = [100, 4, 8];

let backend: Backend;
let weight: Parameter;
beforeEach(() => {
  setBackend((backend = jsBackend()));
  weight = tidy(() => parameter(tensor(numbers(units * units, 1), [units, units])));
});
afterEach(() => backend.dispose());

const step = (x: Floats, h: Floats) => ({ state: tanh(add(linear(h, weight), x)), output: {} });

/** Loss and gradients of the last state, and the most bytes that were in use beside the inputs. */
function train(memory: ScanOptions['memory']) {
  return tidy(() => {
    const xs = tensor(numbers(steps * batch * units, 2), [steps, batch, units]);
    const init = tensor(numbers(batch * units, 3), [batch, units]);
    const before = backend.memory().bytes;
    const { value, gradients } = valueAndGrad({ weight, init }, () =>
      sum(scan(step, init, xs, { memory: memory! }).state),
    );
    return {
      bytes: backend.memory().peakBytes - before,
      all: [value, gradients.weight!, gradients.init!].map((x) => x.dataSync()),
    };
  });
}

it('keeps the states between segments in place of what every step made', () => {
  const low = train('low');
  const high = train('high');
  expect(low.all[0]).toEqual(high.all[0]);
  for (const k of [1, 2]) for (const [i, right] of high.all[k]!.entries()) expect(low.all[k]![i]).toBeCloseTo(right, 5);
  expect(low.bytes).toBeLessThan(high.bytes / 3);
});

it('says in how many segments it ran', () => {
  expect(explain(() => train('low'))).toMatch(/100 steps of up to 4 rows[^]*in 10 segments/);
  expect(explain(() => train('high'))).not.toMatch(/segments/);
});

it('knows no other choice', () => {
  const call = (): unknown =>
    scan(step, tensor(numbers(units, 1), [1, units]), tensor(numbers(units, 1), [1, 1, units]), {
      memory: 'Low' as never,
    });
  expect(call).toThrow(/memory must be one of high, low.*Did you mean "low"/);
});
