import { jsBackend } from '@ostinato/backend-js';
import { DTypeError, GradError } from '@ostinato/base';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  add,
  type Backend,
  concat,
  detach,
  exp,
  mul,
  parameter,
  setBackend,
  sin,
  split,
  square,
  sub,
  sum,
  tensor,
  type Tensor,
  tidy,
  unstack,
  valueAndGrad,
} from './index.ts';

type Floats = Tensor<'float32'>;
let backend: Backend;
beforeEach(() => setBackend((backend = jsBackend({ float: 'float64' }))));
const numbers = (x: Tensor | undefined) => (x === undefined ? undefined : [...x.dataSync()]);

describe('gradients', () => {
  it('of a target that fn returns itself are 1', () => {
    const x = tensor(3);
    const { value, gradients } = valueAndGrad([x], () => x);
    expect(value).toBe(x);
    expect(numbers(gradients[0])).toEqual([1]);
    const w = parameter(tensor([2]));
    expect(numbers(valueAndGrad([w], () => w).gradients[0])).toEqual([1]);
    expect([...w.dataSync()]).toEqual([2]);
  });

  it('belong to whoever asked: disposing one leaves the others, the inputs and the parameters alone', () => {
    const [a, b] = [tensor([1, 2]), parameter(tensor([3, 4]))];
    b.dataSync();
    const before = backend.memory().storages;
    const { value, gradients } = valueAndGrad([a, b], () => sum(add(a, b)));
    gradients[0]!.dispose();
    expect(numbers(gradients[1])).toEqual([1, 1]);
    gradients[1]!.dispose();
    value.dispose();
    expect([numbers(a), numbers(b)]).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(backend.memory().storages).toBe(before);
  });

  it('are owned by the surrounding tidy, aliases included', () => {
    const [a, b] = [tensor([1, 2]), tensor([3, 4])];
    const before = backend.memory().storages;
    tidy(() => {
      valueAndGrad({ a, b }, () => sum(add(sub(a, b), a)));
    });
    expect(backend.memory().storages).toBe(before);
  });

  it('are a constant 0 behind detach and undefined where nothing leads', () => {
    const x = tensor([2, 3]);
    expect(numbers(valueAndGrad(x, () => sum(mul(x, detach(x)))).gradients)).toEqual([2, 3]);
    expect(valueAndGrad(x, () => sum(detach(x))).gradients).toBeUndefined();
    expect(valueAndGrad(x, () => tensor(1)).gradients).toBeUndefined();
  });

  it('reach through parts of split that are used, twice or not at all', () => {
    const x = tensor([1, 2, 3, 4]);
    const { gradients } = valueAndGrad(x, () => {
      const [a, , c] = split(x, [1, 1, 2]);
      return sum(concat([square(a as Floats), a as Floats, mul(c as Floats, 5)]));
    });
    expect(numbers(gradients)).toEqual([3, 0, 5, 5]);
    expect(numbers(valueAndGrad(x, () => square(unstack(x)[3] as Floats)).gradients)).toEqual([0, 0, 0, 8]);
  });

  it('reach through the gradient of concat', () => {
    for (const axis of [0, 1]) {
      const [a, b, c] = [tensor([[1, 2]]), tensor([[3, 4]]), tensor([[5, 6]])];
      const { gradients } = valueAndGrad([a, b, c], () => {
        const inner = valueAndGrad([a, b, c], () => {
          const whole = concat([a, b, c], axis);
          return sum(mul(square(whole), whole));
        });
        return sum(mul(inner.gradients[1]!, a)); // 3 b^2 a
      });
      expect(gradients.map(numbers)).toEqual([
        [27, 48],
        [18, 48],
        [0, 0],
      ]);
    }
  });

  it('of third order', () => {
    fc.assert(
      fc.property(fc.double({ min: -2, max: 2, noNaN: true }), (at) => {
        tidy(() => {
          const x = tensor(at);
          const { gradients } = valueAndGrad(x, () => {
            const second = valueAndGrad(x, () => valueAndGrad(x, () => mul(sin(x), exp(x))).gradients!);
            return second.gradients!;
          });
          // (sin x e^x)''' = 2 e^x (cos x - sin x)
          expect(numbers(gradients)![0]).toBeCloseTo(2 * Math.exp(at) * (Math.cos(at) - Math.sin(at)), 9);
        });
      }),
    );
  });

  it('of an inner call do not leak into an outer one that asks for something else', () => {
    const [x, y] = [tensor(2), tensor(3)];
    const { gradients } = valueAndGrad([y], () => {
      const inner = valueAndGrad([x], () => mul(square(x), y));
      return inner.gradients[0]!; // 2 x y
    });
    expect(numbers(gradients[0])).toEqual([4]);
  });

  it('leave no tape open when fn throws', () => {
    const x = tensor([1, 2]);
    const before = backend.memory().storages;
    expect(() =>
      valueAndGrad(x, () => {
        square(x);
        throw new Error('mine');
      }),
    ).toThrow('mine');
    expect(backend.memory().storages).toBe(before);
    square(x).dispose();
    expect(backend.memory().storages).toBe(before);
  });

  it('exist for float32 only', () => {
    const n = tensor([1], { dtype: 'int32' });
    expect(() => valueAndGrad(n as never, () => sum(tensor([1])))).toThrow(GradError);
    expect(() => valueAndGrad(tensor([1]), () => n)).toThrow('float32 scalar, got int32 [1]');
    for (const wrong of [null, 3, 'x'])
      expect(() => valueAndGrad(wrong as never, () => tensor(1))).toThrow(
        expect.objectContaining({ code: 'ARGUMENT_TYPE' }),
      );
    for (const wrong of [undefined, 3, [3]])
      expect(() => valueAndGrad(tensor(1), (() => wrong) as never)).toThrow(
        expect.objectContaining({ code: 'ARGUMENT_TYPE' }),
      );
  });
});

describe('int32 arithmetic', () => {
  it('wraps around like 32-bit integers', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), (p, q) => {
        const [a, b] = [p | 0, q | 0];
        tidy(() => {
          const [x, y] = [tensor([a], { dtype: 'int32' }), tensor([b], { dtype: 'int32' })];
          expect([numbers(add(x, y)), numbers(sub(x, y)), numbers(mul(x, y))]).toEqual([
            [(a + b) | 0],
            [(a - b) | 0],
            [Math.imul(a, b)],
          ]);
        });
      }),
    );
  });

  it('does not mix with floats', () => {
    const n = tensor([1], { dtype: 'int32' });
    for (const mix of [() => add(n, tensor([1]) as never), () => add(tensor([1]), n as never), () => mul(n, 0.5)])
      expect(mix).toThrow(DTypeError);
  });
});
