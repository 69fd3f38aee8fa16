import { jsBackend } from '@ostinato/backend-js';
import { mul, normal, RandomGenerator, square, sum, tensor, type Tensor, valueAndGrad } from '@ostinato/tensor';
import { describe, expect, it } from 'vitest';
import { crossEntropy } from './cross-entropy.ts';
import { bothWays, distance } from './testing/fused-ways.ts';

type Floats = Tensor<'float32'>;

const shapes = [[4], [1, 4], [7, 4], [3, 5, 4], [33, 81], [0, 4], [2, 1]];
const cases = shapes.flatMap((shape) =>
  [{}, { labelSmoothing: 0.2 }, { weighted: true }].flatMap((options) =>
    (['mean', 'sum'] as const).map((reduction) => ({ shape, reduction, ...options })),
  ),
);

/** Logits far from 0, targets of which every third does not count, and class weights. */
function operands(shape: readonly number[], weighted: boolean) {
  const generator = new RandomGenerator(5);
  const axis = shape.length === 1 ? 0 : 1;
  const classes = shape[axis]!;
  const others = shape.filter((_, i) => i !== axis);
  const count = others.reduce((a, b) => a * b, 1);
  const ids = Array.from({ length: count }, (_, i) => (i % 3 === 2 ? -100 : (7 * i + 2) % classes));
  return {
    logits: mul(normal(shape, { generator }), 20),
    target: tensor(ids, others, { dtype: 'int32' }),
    ...(weighted && { weight: tensor(Array.from({ length: classes }, (_, i) => (i % 4) / 2)) }),
  };
}

const numbers = (...tensors: (Tensor | undefined)[]) =>
  tensors.flatMap((x) => (x === undefined ? [NaN] : [...x.dataSync()]));

describe.each(['float32', 'float64'] as const)('in %s', (float) => {
  const tolerance = float === 'float32' ? 1e-6 : 1e-13;
  const make = () => jsBackend({ float });

  it.each(cases)('is its composition, gradients too: %o', ({ shape, reduction, weighted = false, ...options }) => {
    const [fused, composed] = bothWays(make, 'softmaxCrossEntropy', () => {
      const { logits, target, ...weight } = operands(shape, weighted);
      const loss = () => crossEntropy(logits, target, { ...options, ...weight, reduction });
      const { value, gradients } = valueAndGrad(logits, loss);
      return numbers(value, gradients);
    });
    expect([fused.calls, composed.calls]).toEqual([2, 0]);
    expect(distance(fused.values, composed.values)).toBeLessThan(tolerance);
  });
});

it('is composed where its gradient is differentiated, and of smoothed weighted classes', () => {
  const [twice, composed] = bothWays(jsBackend, 'softmaxCrossEntropy', () => {
    const { logits, target } = operands([7, 4], false);
    const slope = () => valueAndGrad(logits, () => crossEntropy(logits, target)).gradients!;
    const { value, gradients } = valueAndGrad(logits, () => sum(square(slope())));
    return numbers(value, gradients);
  });
  expect(twice).toEqual(composed);
  const [weighted] = bothWays(jsBackend, 'softmaxCrossEntropy', () => {
    const { logits, target, weight } = operands([7, 4], true);
    return numbers(crossEntropy(logits, target, { weight: weight as Floats, labelSmoothing: 0.1 }));
  });
  expect(weighted.calls).toBe(0);
});

it('gives gradients to the weights of classes', () => {
  const [fused, composed] = bothWays(jsBackend, 'softmaxCrossEntropy', () => {
    const { logits, target, weight } = operands([7, 4], true);
    return numbers(valueAndGrad(weight!, () => crossEntropy(logits, target, { weight: weight! })).gradients);
  });
  expect(fused.calls).toBe(1);
  expect(distance(fused.values, composed.values)).toBeLessThan(1e-6);
});
