import { checkFlags, checkOptions, ShapeError, typeError } from '@ostinato/base';
import {
  cast,
  clip,
  cumprod,
  cumsum,
  div,
  greater,
  mul,
  pad,
  reshape,
  sigmoid,
  slice,
  sub,
  Tensor,
  tidy,
  where,
} from '@ostinato/tensor';
import { keepOf } from '../masks/mask.ts';
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
    const scores = reshape(scoreOf(name, score, queries, keys), [batch, size]);
    const grid = { batch, heads: 1, queries: 1, keys: size, offset: 0, backend: keys.backend };
    const keep = keepOf(mask, grid);
    const stops = options.hard === true ? cast(greater(scores, 0), 'float32') : sigmoid(scores);
    const allowed =
      keep === undefined ? stops : reshape(where(keep, reshape(stops, [batch, 1, 1, size]), 0), [batch, size]);
    const start = options.previous ?? firstKey(allowed);
    checkPrevious(start, batch, size);
    const weights = options.hard === true ? hardStop(allowed, start) : softStop(allowed, start);
    return result(reshape(weights, [batch, 1, size]));
  });
}

/** All of the weight on the first key. */
function firstKey(like: Floats): Floats {
  const one = sub(1, mul(slice(like, 1, 0, 1), 0));
  return pad(one, [
    [0, 0],
    [0, like.shape[1]! - 1],
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

/** `p_j passed_j sum over i <= j of previous_i / passed_i`, where passed is the product of `1 - p` before a key. */
function softStop(p: Floats, previous: Floats): Floats {
  const passed = before(clip(sub(1, p), 1e-7, 1));
  const arrived = cumsum(div(previous, clip(passed, 1e-10, 1)), 1);
  return mul(p, mul(passed, arrived));
}

/** The first key that stops, from the one before on. */
function hardStop(stops: Floats, previous: Floats): Floats {
  const open = mul(stops, cumsum(previous, 1));
  return mul(open, before(sub(1, open)));
}
