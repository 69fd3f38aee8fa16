import { add, arange, cast, cumsum, maximum, reshape, sub, type Tensor } from '@ostinato/tensor';
import { type KeyValueState, slotsOf } from '../cache/key-value-state.ts';

/**
 * The place of each step within its own sequence, `[1, steps]` or `[batch, steps]`, from 0: after what a state has seen, padding not counted.
 * `like` is any tensor whose first axes are batch and steps.
 */
export function placesOf(
  like: Tensor,
  state: KeyValueState | undefined,
  keep: Tensor<'bool'> | undefined,
): Tensor<'int32'> {
  const [, steps] = like.shape as [number, number];
  const { seen } = state ?? {};
  const before = seen === undefined ? (state ? slotsOf(state) : 0) : reshape(seen, [-1, 1]);
  if (keep === undefined) return add(reshape(arange(steps, { backend: like.backend }), [1, steps]), before);
  const counted = sub(cumsum(cast(keep, 'float32'), 1), 1);
  return add(cast(maximum(counted, 0), 'int32'), before);
}
