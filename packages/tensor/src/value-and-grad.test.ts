import { jsBackend } from '@ostinato/backend-js';
import { GradError } from '@ostinato/base';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  add,
  type Backend,
  matmul,
  mean,
  mul,
  parameter,
  setBackend,
  sigmoid,
  split,
  square,
  sub,
  sum,
  tanh,
  tensor,
  type Tensor,
  tidy,
  valueAndGrad,
} from './index.ts';

let backend: Backend;
beforeEach(() => setBackend((backend = jsBackend({ float: 'float64' }))));
afterEach(() => backend.dispose());

describe('valueAndGrad', () => {
  it('differentiates with respect to a tensor, by hand', () => {
    const x = tensor([1, 2, 3]);
    const { value, gradients } = valueAndGrad(x, () => sum(square(x)));
    expect(value.dataSync()[0]).toBe(14);
    expect([...gradients!.dataSync()]).toEqual([2, 4, 6]);
  });

  it('sums the gradients of every use', () => {
    const x = tensor([2, 3]);
    const { gradients } = valueAndGrad(x, () => sum(add(mul(x, x), mul(x, 5))));
    expect([...gradients!.dataSync()]).toEqual([9, 11]);
  });

  it('gives gradients of values on the way, pushed onto the targets as they are made', () => {
    const x = tensor([2, 3]);
    const targets = [x];
    const { gradients } = valueAndGrad(targets, () => {
      const y = square(x);
      const unused = add(x, 1);
      targets.push(y, unused);
      return sum(mul(y, y));
    });
    const values = (gradients as (Tensor | undefined)[]).map((gradient) => gradient && [...gradient.dataSync()]);
    expect(values).toEqual([[32, 108], [8, 18], undefined]); // 4 x^3 and 2 y
  });

  it('passes the gradient of parts that are targets on once', () => {
    const x = tensor([[1, 2, 3, 4]]);
    const targets = [x];
    const { gradients } = valueAndGrad(targets, () => {
      const [a, b] = split(x, 2) as [Tensor<'float32'>, Tensor<'float32'>];
      targets.push(a);
      return sum(mul(a, b));
    });
    const values = (gradients as (Tensor | undefined)[]).map((gradient) => [...gradient!.dataSync()]);
    expect(values).toEqual([
      [3, 4, 1, 2],
      [3, 4],
    ]);
  });

  it('leaves no storage behind but value, gradients and aux', () => {
    const w = parameter(
      tensor([
        [0.1, 0.2],
        [0.3, 0.4],
      ]),
    );
    const x = tensor([[1, 2]]);
    w.dataSync();
    const before = backend.memory().storages;
    const { value, gradients, aux } = valueAndGrad([w], () => {
      const h = tanh(matmul(x, w));
      const [a, b] = split(h, 2) as [Tensor<'float32'>, Tensor<'float32'>];
      return [mean(mul(sigmoid(a), b)), { h }];
    });
    expect(backend.memory().storages).toBe(before + 3);
    value.dispose();
    gradients[0]!.dispose();
    aux.h.dispose();
    expect(backend.memory().storages).toBe(before);
  });

  it('survives a tidy inside that frees what the backward pass needs', () => {
    const x = tensor([0.5, -0.5]);
    const { gradients } = valueAndGrad(x, () => tidy(() => sum(square(tidy(() => tanh(x))))));
    const expected = [0.5, -0.5].map((v) => 2 * Math.tanh(v) * (1 - Math.tanh(v) ** 2));
    gradients!.dataSync().forEach((g, i) => expect(g).toBeCloseTo(expected[i]!, 12));
  });

  it('nests: the gradient of a gradient', () => {
    const x = tensor([0.3, 0.7]);
    const { gradients } = valueAndGrad(x, () => {
      const inner = valueAndGrad(x, () => sum(mul(square(x), x)));
      return sum(square(inner.gradients!)); // (3x^2)^2 = 9x^4, derivative 36x^3
    });
    gradients!.dataSync().forEach((g, i) => expect(g).toBeCloseTo(36 * [0.3, 0.7][i]! ** 3, 12));
  });

  it('gives a record, and undefined where nothing was reached', () => {
    const [a, b] = [tensor(2), tensor(3)];
    const { gradients } = valueAndGrad({ a, b }, () => mul(a, 4));
    expect(gradients.a!.dataSync()[0]).toBe(4);
    expect(gradients.b).toBeUndefined();
  });

  it('gives a map by state-dict key for a module', () => {
    const model = { encoder: { weightIh: parameter(tensor([2])) }, layers: [{ bias: parameter(tensor([1])) }] };
    const { gradients } = valueAndGrad(model, () => sum(mul(model.encoder.weightIh, model.layers[0]!.bias)));
    expect([...gradients.keys()]).toEqual(['encoder.weight_ih', 'layers.0.bias']);
  });

  it('takes a plain object of parameters for a module', () => {
    const model = { w: parameter(tensor([2])) };
    const { gradients } = valueAndGrad(model, () => sum(square(model.w)));
    expect([...gradients.get('w')!.dataSync()]).toEqual([4]);
  });

  it('refuses a parameter that was assigned to in between', () => {
    const w = parameter(tensor([2]));
    const run = () =>
      valueAndGrad([w], () => {
        const y = sum(square(w));
        w.assign(tensor([5]));
        return y;
      });
    expect(run).toThrow(GradError);
  });

  it('refuses what is not a scalar', () => {
    const x = tensor([1, 2]);
    const before = backend.memory().storages;
    expect(() => valueAndGrad(x, () => mul(x, 2))).toThrow('got float32 [2]');
    expect(backend.memory().storages).toBe(before);
  });

  it('refuses promises', () => {
    const x = tensor([1]);
    expect(() => valueAndGrad(x, (async () => sum(x)) as never)).toThrow('returned a promise');
  });

  it('differentiates sub and broadcasting', () => {
    const [a, b] = [
      tensor([
        [1, 2],
        [3, 4],
      ]),
      tensor([10, 20]),
    ];
    const { gradients } = valueAndGrad([a, b], () => sum(square(sub(a, b))));
    expect([...gradients[0]!.dataSync()]).toEqual([-18, -36, -14, -32]);
    expect([...gradients[1]!.dataSync()]).toEqual([32, 68]);
  });
});
