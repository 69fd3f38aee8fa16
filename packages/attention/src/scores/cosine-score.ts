import { matmul, normalize, type Tensor, tidy } from '@ostinato/tensor';
import { checkScored } from './score.ts';

/**
 * The cosine of the angle between q and k, -1 to 1: queries `[batch, queries, size]` and keys `[batch, keys, size]` to `[batch, queries, keys]`.
 * Graves et al. 2014. A vector of zeros has cosine 0.
 * @throws ShapeError, DTypeError, ArgumentError
 */
export function cosineScore(query: Tensor<'float32'>, keys: Tensor<'float32'>): Tensor<'float32'> {
  checkScored('cosineScore', query, keys, undefined, query?.shape?.[2]);
  return tidy(() => matmul(normalize(query), normalize(keys), { transposeB: true }));
}
