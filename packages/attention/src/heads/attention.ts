import { checkFlags, checkNumber, checkOptions, DTypeError, ShapeError, typeError } from '@ostinato/base';
import { permute, reshape, Tensor, tidy } from '@ostinato/tensor';
import type { AttentionResult } from '../attention-result.ts';
import { checkMask, type Mask } from '../masks/mask.ts';
import { attend } from './attend.ts';

type Floats = Tensor<'float32'>;

/** Options of `attention`. */
export interface AttentionOptions {
  /** What queries see. Default: everything. */
  readonly mask?: Mask;
  /** Factor of the products of queries and keys. Default `1 / sqrt(features)`. */
  readonly scale?: number;
  /** Presses scores into ±softcap by `softcap tanh(score / softcap)`. Default: not at all. */
  readonly softcap?: number;
  /** Dropout of the weights, in training. Default 0. */
  readonly dropout?: number;
  /** Whether the result has the weights, which costs memory of all scores. Default `false`. */
  readonly needWeights?: boolean;
}

/**
 * Scaled dot-product attention, `softmax(scale q k^T + mask) v` (Vaswani et al. 2017), as torch's `scaled_dot_product_attention`:
 * `query [batch, heads, queries, features]`, `key [batch, groups, keys, features]` and `value [batch, groups, keys, cols]` to
 * `context [batch, heads, queries, cols]`; also without the first one or two axes. Heads are a multiple of groups: neighbors share keys
 * (grouped queries, Ainslie et al. 2023; one group is multi-query, Shazeer 2019). A query that sees nothing gets zeros.
 * Where the backend has a kernel for it, scores exist for a few rows at a time.
 * @throws ShapeError, DTypeError, ArgumentError, BackendError
 *
 * @example
 * const { context } = attention(q, k, v, { mask: and(causal(), padding(lengths)) });
 */
export function attention(query: Floats, key: Floats, value: Floats, options: AttentionOptions = {}): AttentionResult {
  checkOptions('attention', options, ['mask', 'scale', 'softcap', 'dropout', 'needWeights']);
  const mask = checkMask('attention', 'mask', options.mask);
  const { softcap, dropout = 0, needWeights = false } = options;
  checkFlags('attention', { needWeights });
  checkNumber('attention', 'dropout', dropout, { min: 0, max: 1 });
  if (softcap !== undefined) checkNumber('attention', 'softcap', softcap, { above: 0 });
  if (options.scale !== undefined) checkNumber('attention', 'scale', options.scale);
  checkOperands(query, key, value);
  const scale = options.scale ?? 1 / Math.sqrt(query.shape.at(-1)!);
  return tidy(() => {
    const [q, k, v] = [query, key, value].map(stepsFirst) as [Floats, Floats, Floats];
    const { context, weights } = attend(q, k, v, {
      where: 'attention',
      mask,
      offset: 0,
      scale,
      softcap,
      dropout,
      needWeights,
    });
    const missing = 4 - query.rank;
    const lessAxes = (x: Floats) => reshape(x, x.shape.slice(missing));
    return {
      context: lessAxes(permute(context, [0, 2, 1, 3])),
      ...(needWeights && weights && { weights: lessAxes(weights) }),
    };
  });
}

function stepsFirst(x: Floats): Floats {
  return permute(reshape(x, [...Array<number>(4 - x.rank).fill(1), ...x.shape]), [0, 2, 1, 3]);
}

function checkOperands(query: Floats, key: Floats, value: Floats): void {
  for (const [name, x] of Object.entries({ query, key, value })) {
    if (!(x instanceof Tensor)) throw typeError('attention', name, 'a tensor', x);
    if ((x as Tensor).dtype !== 'float32')
      throw new DTypeError(`attention: ${name} must be float32, got ${x.dtype}. Convert it with cast().`);
    if (x.rank < 2 || x.rank > 4 || x.rank !== query.rank)
      throw new ShapeError(
        `attention: expected query, key and value [batch, heads, steps, features], or all without the first axes, got ` +
          `[${query.shape}], [${key.shape}], [${value.shape}].`,
      );
  }
  const [q, k, v] = [query, key, value].map(({ shape }) => [...Array<number>(4 - shape.length).fill(1), ...shape]);
  const fits =
    q![0] === k![0] &&
    q![0] === v![0] &&
    k![1] === v![1] &&
    k![2] === v![2] &&
    q![3] === k![3] &&
    q![1]! % k![1]! === 0;
  if (fits) return;
  throw new ShapeError(
    'attention: query [batch, heads, queries, features] needs key [batch, groups, keys, features] and value [batch, groups, keys, cols] with ' +
      `heads a multiple of groups, got [${query.shape}], [${key.shape}], [${value.shape}].`,
  );
}
