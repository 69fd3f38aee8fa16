import { add, mean, mul, rsqrt, square, sub, type Tensor } from '@ostinato/tensor';

/** `(x - mean) / sqrt(variance + eps)` over axes, with the biased variance taken from the centered values. */
export function standardize(x: Tensor<'float32'>, axes: readonly number[], eps: number): Tensor<'float32'> {
  const centered = sub(x, mean(x, axes, { keepDims: true }));
  return mul(centered, rsqrt(add(mean(square(centered), axes, { keepDims: true }), eps)));
}
