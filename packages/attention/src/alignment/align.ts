import { ShapeError, typeError } from '@ostinato/base';
import { matmul, reshape, Tensor, tidy } from '@ostinato/tensor';
import type { AttentionResult } from '../attention-result.ts';
import { weightsOf } from '../heads/attend.ts';
import { checkMask, type Mask } from '../masks/mask.ts';

type Floats = Tensor<'float32'>;

/** Context and weights, always both. */
export type AlignmentResult = Required<AttentionResult>;

/** What every alignment may be told. */
export interface AlignmentOptions {
  /** What is summed, `[batch, keys, size]`. Default: the keys. */
  readonly values?: Floats;
  /** What queries see, such as `padding(lengths)`. Default: everything. */
  readonly mask?: Mask;
}

/** Queries, keys and values of an alignment, and the way back to the layout of the query. */
export interface Aligned {
  /** `[batch, queries, querySize]`. */
  readonly queries: Floats;
  readonly values: Floats;
  readonly mask: Mask;
  /** The result for weights `[batch, queries, keys]`. */
  readonly result: (weights: Floats) => AlignmentResult;
}

/**
 * Checks what an alignment is given: a query `[batch, querySize]`, as a decoder has at each step, or queries `[batch, queries, querySize]`.
 * @throws ArgumentError, ShapeError
 */
export function enterAlignment(where: string, query: Floats, keys: Floats, options: AlignmentOptions): Aligned {
  for (const [name, x] of Object.entries({ query, keys, values: options.values ?? keys }))
    if (!(x instanceof Tensor)) throw typeError(where, name, 'a tensor', x);
  const values = options.values ?? keys;
  const isOne = query.rank === 2;
  if ((!isOne && query.rank !== 3) || keys.rank !== 3 || values.rank !== 3)
    throw new ShapeError(
      `${where}: expected query [batch, size] or [batch, queries, size], keys and values [batch, keys, size], got [${query.shape}], [${keys.shape}], [${values.shape}].`,
    );
  if (query.shape[0] !== keys.shape[0] || values.shape[0] !== keys.shape[0] || values.shape[1] !== keys.shape[1])
    throw new ShapeError(
      `${where}: query [${query.shape}], keys [${keys.shape}] and values [${values.shape}] must have one batch, and a value for each key.`,
    );
  const drop = (x: Floats) => (isOne ? reshape(x, [x.shape[0]!, x.shape[2]!]) : x);
  return {
    queries: isOne ? reshape(query, [query.shape[0]!, 1, query.shape[1]!]) : query,
    values,
    mask: checkMask(where, 'mask', options.mask),
    result: (weights) => tidy(() => ({ context: drop(matmul(weights, values)), weights: drop(weights) })),
  };
}

/** Softmax of scores `[batch, queries, keys]` over what a mask shows; a query that sees nothing has zeros. */
export function softAlignment(scores: Floats, mask: Mask): Floats {
  const [batch, queries, keys] = scores.shape as [number, number, number];
  const grid = { batch, heads: 1, queries, keys, offset: 0, backend: scores.backend };
  return tidy(() => reshape(weightsOf(reshape(scores, [batch, 1, queries, keys]), mask, grid), scores.shape));
}
