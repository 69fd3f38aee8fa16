import { checkInteger, checkNumber, checkOptions, ShapeError, typeError } from '@ostinato/base';
import { abs, arange, cast, lessEqual, reshape, sub, Tensor, tidy } from '@ostinato/tensor';
import { and } from '../masks/combine.ts';
import { keepWhere } from '../masks/keep-where.ts';
import type { Mask } from '../masks/mask.ts';
import { type Score, scoreOf } from '../scores/score.ts';
import { type AlignmentOptions, type AlignmentResult, enterAlignment, softAlignment } from './align.ts';

type Floats = Tensor<'float32'>;

/** Options of `localAttention`. */
export interface LocalAttentionOptions extends AlignmentOptions {
  /** Keys up to this many steps before and after the center are seen. */
  readonly reach: number;
}

/**
 * Attention to the keys around a center (local-m, Luong et al. 2015): softmax of a score over keys `center - reach` to `center + reach`. Centers are
 * `[batch]` or `[batch, queries]`; for sequences that run alike, the number of the step. Shapes are those of `globalAttention`.
 * @throws ArgumentError, ShapeError, DTypeError
 */
export function localAttention(
  score: Score,
  query: Floats,
  keys: Floats,
  center: Floats | number,
  options: LocalAttentionOptions,
): AlignmentResult {
  checkOptions('localAttention', options, ['values', 'mask', 'reach']);
  checkInteger('localAttention', 'reach', options.reach, { min: 0 });
  return tidy(() => {
    const { queries, mask, result } = enterAlignment('localAttention', query, keys, options);
    const apart = distancesFrom('localAttention', center, queries, keys);
    const near = nearMask(apart, options.reach);
    return result(softAlignment(scoreOf('localAttention', score, queries, keys), and(mask, near)));
  });
}

/** How far each key is from the center of each query, `[batch, queries, keys]`. @throws ShapeError, ArgumentError */
export function distancesFrom(where: string, center: Floats | number, queries: Floats, keys: Floats): Floats {
  const [batch, count] = queries.shape as [number, number];
  const places = reshape(cast(arange(keys.shape[1]!, { backend: keys.backend }), 'float32'), [1, 1, -1]);
  if (typeof center === 'number') return sub(places, checkNumber(where, 'center', center));
  if (!(center instanceof Tensor)) throw typeError(where, 'center', 'a number or a tensor', center);
  if (center.shape.join() !== `${batch}` && center.shape.join() !== `${batch},${count}`)
    throw new ShapeError(
      `${where}: center must be a number, [batch] or [batch, queries], here [${batch},${count}], got [${center.shape}].`,
    );
  return sub(places, reshape(center, [batch, center.rank === 1 ? 1 : count, 1]));
}

/** Keys at most `reach` steps away. */
export function nearMask(apart: Floats, reach: number): Mask {
  const near = lessEqual(abs(apart), reach);
  const [batch, queries, keys] = near.shape as [number, number, number];
  return keepWhere(reshape(near, [batch, 1, queries, keys]));
}
