import { checkOptions } from '@ostinato/base';
import { type Tensor, tidy } from '@ostinato/tensor';
import { type Score, scoreOf } from '../scores/score.ts';
import { type AlignmentOptions, type AlignmentResult, enterAlignment, softAlignment } from './align.ts';

type Floats = Tensor<'float32'>;

/**
 * Attention to all keys: softmax of a score, and the sum of the values with these weights (Bahdanau et al. 2015, Luong et al. 2015). A query
 * `[batch, querySize]` and keys `[batch, keys, keySize]` give context `[batch, size]` and weights `[batch, keys]`; queries
 * `[batch, queries, querySize]` give one of each for every query.
 * @throws ArgumentError, ShapeError, DTypeError
 *
 * @example
 * const { context, weights } = globalAttention(score, h, encoded, { mask: padding(lengths) });
 */
export function globalAttention(
  score: Score,
  query: Floats,
  keys: Floats,
  options: AlignmentOptions = {},
): AlignmentResult {
  checkOptions('globalAttention', options, ['values', 'mask']);
  return tidy(() => {
    const { queries, mask, result } = enterAlignment('globalAttention', query, keys, options);
    return result(softAlignment(scoreOf('globalAttention', score, queries, keys), mask));
  });
}
