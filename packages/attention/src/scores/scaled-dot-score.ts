import { matmul, mul, type Tensor, tidy } from '@ostinato/tensor';
import { checkScored } from './score.ts';

/**
 * `q k / sqrt(size)`: queries `[batch, queries, size]` and keys `[batch, keys, size]` to `[batch, queries, keys]`. Vaswani et al. 2017.
 * @throws ShapeError, DTypeError, ArgumentError
 */
export function scaledDotScore(query: Tensor<'float32'>, keys: Tensor<'float32'>): Tensor<'float32'> {
  checkScored('scaledDotScore', query, keys, undefined, query?.shape?.[2]);
  return tidy(() => mul(matmul(query, keys, { transposeB: true }), 1 / Math.sqrt(query.shape[2]!)));
}
