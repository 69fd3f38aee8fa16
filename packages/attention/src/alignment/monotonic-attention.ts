import { checkFlags, checkOptions, ShapeError, typeError } from '@ostinato/base';
import {
  add,
  arange,
  cast,
  cumprod,
  cumsum,
  exp,
  greater,
  lessEqual,
  matmul,
  mul,
  neg,
  ones,
  pad,
  reshape,
  sigmoid,
  slice,
  softplus,
  sub,
  Tensor,
  tidy,
  where,
} from '@ostinato/tensor';
import { biasOf, keepOf } from '../masks/mask.ts';
import { type Score, scoreOf } from '../scores/score.ts';
import { type AlignmentOptions, type AlignmentResult, enterAlignment } from './align.ts';

type Floats = Tensor<'float32'>;

/** Options of `monotonicAttention`. */
export interface MonotonicAttentionOptions extends AlignmentOptions {
  /** The weights of the step before, `[batch, keys]`. Default: those of a start at the first key. */
  readonly previous?: Floats;
  /** Whether each query takes one key, the first from the last one on whose score is positive, as after training. Default `false`. */
  readonly hard?: boolean;
}

/**
 * Attention that never goes back (Raffel et al. 2017). From the key of the step before on, it stops at each key with probability
 * `sigmoid(score)`; the weights are the probabilities of where it stops, and add up to at most 1. Hard, it stops at the first score above 0. One
 * query at a time, `[batch, querySize]`; noise that is added to scores in training makes them decided.
 * @throws ArgumentError, ShapeError, DTypeError
 *
 * @example
 * for (const h of states) ({ context, weights } = monotonicAttention(score, h, encoded, { previous: weights }));
 */
export function monotonicAttention(
  score: Score,
  query: Floats,
  keys: Floats,
  options: MonotonicAttentionOptions = {},
): AlignmentResult {
  const name = 'monotonicAttention';
  checkOptions(name, options, ['values', 'mask', 'previous', 'hard']);
  checkFlags(name, { hard: options.hard });
  return tidy(() => {
    const { queries, mask, result } = enterAlignment(name, query, keys, options);
    const [batch, count] = queries.shape as [number, number];
    const size = keys.shape[1]!;
    if (count !== 1) throw new ShapeError(`${name}: expected one query for each sequence, got [${query.shape}].`);
    const given = reshape(scoreOf(name, score, queries, keys), [batch, 1, 1, size]);
    const grid = { batch, heads: 1, queries: 1, keys: size, offset: 0, backend: keys.backend };
    const [keep, bias] = [keepOf(mask, grid), biasOf(mask, grid)];
    const biased = bias === undefined ? given : add(given, bias);
    const scores = reshape(keep === undefined ? biased : where(keep, biased, hidden), [batch, size]);
    const start = options.previous ?? firstKey(scores);
    checkPrevious(start, batch, size);
    const weights =
      options.hard === true ? hardStop(cast(greater(scores, 0), 'float32'), start) : softStop(scores, start);
    return result(reshape(weights, [batch, 1, size]));
  });
}

/** A score at which nothing stops. */
const hidden = -1e30;

/** All of the weight on the first key. */
function firstKey(like: Floats): Floats {
  const [batch, size] = like.shape as [number, number];
  return pad(ones([batch, 1], { backend: like.backend }), [
    [0, 0],
    [0, size - 1],
  ]);
}

function checkPrevious(previous: unknown, batch: number, keys: number): void {
  if (!(previous instanceof Tensor))
    throw typeError('monotonicAttention', 'previous', 'the weights of the step before', previous);
  if (previous.shape.join() !== `${batch},${keys}`)
    throw new ShapeError(
      `monotonicAttention: previous must be [batch, keys] = [${batch},${keys}], got [${previous.shape}].`,
    );
}

/** The product of all before each key, 1 at the first. */
function before(x: Floats): Floats {
  const shifted = pad(
    slice(x, 1, 0, -1),
    [
      [0, 0],
      [1, 0],
    ],
    1,
  );
  return cumprod(shifted, 1);
}

/**
 * `p_j sum over i <= j of previous_i passed_ij`, where `passed_ij` is the product of `1 - p` from key i to the one before j: for each pair a sum of
 * logarithms of its own. A quotient of products from the first key on would be 0 / 0 after some tens of keys.
 */
function softStop(scores: Floats, previous: Floats): Floats {
  const [batch, size] = scores.shape as [number, number];
  const places = arange(size, { backend: scores.backend });
  const isBehind = lessEqual(reshape(places, [size, 1]), places); // key j is key i or behind it
  const pass = reshape(neg(softplus(scores)), [batch, 1, size]); // log(1 - p)
  const through = cumsum(where(isBehind, pass, 0), 2); // up to j itself
  const passed = where(isBehind, exp(sub(through, where(isBehind, pass, 0))), 0);
  const arrived = reshape(matmul(reshape(previous, [batch, 1, size]), passed), [batch, size]);
  return mul(sigmoid(scores), arrived);
}

/** The first key that stops, from the one before on. */
function hardStop(stops: Floats, previous: Floats): Floats {
  const open = mul(stops, cumsum(previous, 1));
  return mul(open, before(sub(1, open)));
}
