import {
  add,
  arange,
  argsort,
  broadcastTo,
  cast,
  reshape,
  sum,
  takeAlongAxis,
  type Tensor,
  where,
} from '@ostinato/tensor';
import { inOrder } from '../in-order.ts';

type Floats = Tensor<'float32'>;

/** Sequences whose padding stands at their ends. */
export interface Compacted {
  /** `[batch, steps, features]`. */
  readonly x: Floats;
  /** Steps of each sequence, `[batch]`; undefined where all are full. */
  readonly lengths: Tensor<'int32'> | undefined;
  /** Steps back to where they were. */
  readonly restore: (y: Floats) => Floats;
}

/** Moves padding behind the steps, so that a convolution sees none between them. */
export function compact(x: Floats, keep: Tensor<'bool'> | undefined, isPrefix: boolean): Compacted {
  if (keep === undefined) return { x, lengths: undefined, restore: (y) => y };
  const lengths = cast(sum(cast(keep, 'float32'), 1), 'int32');
  if (isPrefix) return { x, lengths, restore: (y) => y };
  const steps = x.shape[1]!;
  const places = cast(arange(steps, { backend: x.backend }), 'float32');
  const order = argsort(where(keep, places, add(places, steps)), 1);
  const back = argsort(cast(order, 'float32'), 1);
  return { x: inOrder(x, order), lengths, restore: (y) => inOrder(y, back) };
}

/** The last `count` steps before the end of each sequence of `[batch, count + steps, features]`, of which `lengths` steps count. */
export function lastSteps(x: Floats, count: number, lengths: Tensor<'int32'>): Floats {
  const [batch, , features] = x.shape as [number, number, number];
  const at = add(reshape(arange(count, { backend: x.backend }), [1, count]), reshape(lengths, [batch, 1]));
  return takeAlongAxis(x, broadcastTo(reshape(at, [batch, count, 1]), [batch, count, features]), 1);
}
