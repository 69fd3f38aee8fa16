import { matmul, type Tensor } from '@ostinato/tensor';
import { checkScored } from './score.ts';

/**
 * `q k`: queries `[batch, queries, size]` and keys `[batch, keys, size]` to `[batch, queries, keys]`. Luong et al. 2015.
 * @throws ShapeError, DTypeError, ArgumentError
 */
export function dotScore(query: Tensor<'float32'>, keys: Tensor<'float32'>): Tensor<'float32'> {
  checkScored('dotScore', query, keys, undefined, query?.shape?.[2]);
  return matmul(query, keys, { transposeB: true });
}
