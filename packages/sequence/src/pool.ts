import { checkOneOf, DTypeError, ShapeError, typeError } from '@ostinato/base';
import {
  argmax,
  cast,
  div,
  flip,
  indexSelect,
  max,
  maximum,
  mul,
  ones,
  reshape,
  softmax,
  sub,
  sum,
  tensor,
  Tensor,
  tidy,
  where,
} from '@ostinato/tensor';
import { batchAndSteps, checkPadding, maskPadding, type Padding, stepMask } from './padding.ts';

/** Gives each step a score, `[batch, steps, features]` to `[batch, steps, 1]`: a small network, such as attention to a learnt query. */
export interface Scorer {
  /** `[batch, steps, features]` to `[batch, steps, 1]`. */
  forward(x: Tensor<'float32'>): Tensor<'float32'>;
}

/** How the steps of a sequence become one vector: see `pool`. */
export type Pooling = 'mean' | 'max' | 'last' | 'first' | Scorer;

type Floats = Tensor<'float32'>;

/**
 * One vector for each sequence, `[batch, steps, features]` to `[batch, features]` (`[steps, features]` to `[features]`): the `mean` or the `max`
 * of its steps, its `last` or `first` step, or the sum weighted by the softmax of a scorer. Padding does not count, whatever lies there; an
 * empty sequence gives 0.
 * @throws ArgumentError, ShapeError, DTypeError
 */
export function pool(x: Floats, how: Pooling, padding: Padding = {}): Floats {
  if (!(x instanceof Tensor)) throw typeError('pool', 'x', 'a tensor', x);
  if ((x as Tensor).dtype !== 'float32') throw new DTypeError(`pool: x must be float32, got ${x.dtype}.`);
  if (x.rank !== 2 && x.rank !== 3)
    throw new ShapeError(`pool: expected x [batch, steps, features] or [steps, features], got [${x.shape}].`);
  checkPooling('pool', how);
  checkPadding('pool', padding, ...batchAndSteps(x));
  const { lengths, mask } = padding;
  return tidy(() => {
    const [batch, steps] = batchAndSteps(x);
    const whole = reshape(x, [batch, steps, x.shape.at(-1)!]);
    const options = { ...(lengths && { lengths }), ...(mask && { mask }) };
    const pooled = pooledBy(how)(maskPadding(whole, options), stepMask(whole, options));
    return x.rank === 2 ? reshape(pooled, [pooled.shape[1]!]) : pooled;
  });
}

/** Checks a way of pooling. @throws ArgumentError */
export function checkPooling(where: string, how: unknown): void {
  if (typeof (how as Partial<Scorer> | null)?.forward === 'function') return;
  if (typeof how !== 'string')
    throw typeError(where, 'how', 'mean, max, last, first or a scorer with a forward method', how);
  checkOneOf(where, 'how', how, ['mean', 'max', 'last', 'first']);
}

/** Of `x [batch, steps, features]`, 0 at padded steps, and `keep [batch, steps]`, if there is padding. */
type Pool = (x: Floats, keep: Tensor<'bool'> | undefined) => Floats;

function pooledBy(how: Pooling): Pool {
  if (typeof how === 'object') return (x, keep) => byScores(how, x, keep);
  return {
    mean,
    max: largest,
    last: (...args: Parameters<Pool>) => end(true, ...args),
    first: (...args: Parameters<Pool>) => end(false, ...args),
  }[how];
}

/** `[batch, 1]`: 1 for a sequence that has a step, else 0. */
const occupied = (keep: Tensor<'bool'>): Floats => max(cast(keep, 'float32'), 1, { keepDims: true });

const mean: Pool = (x, keep) => {
  if (keep === undefined) return div(sum(x, 1), x.shape[1]!);
  return div(sum(x, 1), maximum(sum(cast(keep, 'float32'), 1, { keepDims: true }), 1));
};

const largest: Pool = (x, keep) => {
  if (keep === undefined) return max(x, 1);
  const [batch, steps] = keep.shape as [number, number];
  const some = occupied(keep);
  // An empty sequence is one of zeros.
  const counts = maximum(reshape(cast(keep, 'float32'), [batch, steps, 1]), reshape(sub(1, some), [batch, 1, 1]));
  return max(where(cast(counts, 'bool'), x, -Infinity), 1);
};

/** The last kept step, or the first. */
function end(last: boolean, x: Floats, keep: Tensor<'bool'> | undefined): Floats {
  const [batch, steps, features] = x.shape as [number, number, number];
  const backend = { backend: x.backend };
  const counts = cast(keep ?? cast(ones([batch, steps], backend), 'bool'), 'float32');
  // argmax finds the first of the largest.
  const place = last ? sub(steps - 1, cast(argmax(flip(counts, 1), 1), 'float32')) : cast(argmax(counts, 1), 'float32');
  const offsets = tensor(
    Float32Array.from({ length: batch }, (_, row) => row * steps),
    [batch],
    backend,
  );
  const rows = cast(sub(place, mul(offsets, -1)), 'int32');
  return indexSelect(reshape(x, [batch * steps, features]), rows);
}

function byScores(scorer: Scorer, x: Floats, keep: Tensor<'bool'> | undefined): Floats {
  const [batch, steps] = x.shape as [number, number];
  const scores = scorer.forward(x);
  if (!(scores instanceof Tensor) || scores.shape.join() !== `${batch},${steps},1`)
    throw new ShapeError(
      `pool: the scorer must give [${batch},${steps},1], got ${scores instanceof Tensor ? `[${scores.shape}]` : scores}.`,
    );
  // A finite number, so that a sequence without steps has weights: its steps are 0.
  const kept = keep === undefined ? scores : where(reshape(keep, [batch, steps, 1]), scores, -1e30);
  return sum(mul(softmax(kept, 1), x), 1);
}
