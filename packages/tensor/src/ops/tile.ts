import { checkInteger, type DType, ShapeError, typeError } from '@ostinato/base';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { broadcastTo } from './broadcast-to.ts';
import { checkTensor } from './make.ts';
import { reshape } from './reshape.ts';

/**
 * The whole of `x` repeated along its axes: one count for each, more counts than axes make new leading axes, as torch's
 * `repeat`. `tile([a, b], [2])` is `[a, b, a, b]`.
 * @throws ShapeError when there are fewer counts than axes
 */
export function tile<D extends DType>(x: Tensor<D>, repeats: readonly number[]): Tensor<D> {
  checkTensor('tile', 'x', x);
  if (!Array.isArray(repeats)) throw typeError('tile', 'repeats', 'an array of counts', repeats);
  for (const count of repeats) checkInteger('tile', 'repeats', count, { min: 0 });
  if (repeats.length < x.rank)
    throw new ShapeError(`tile: [${x.shape}] needs at least ${x.rank} counts, got [${repeats}].`);
  const sizes = [...Array<number>(repeats.length - x.rank).fill(1), ...x.shape];
  return tidy(() => {
    const spread = broadcastTo(
      reshape(
        x,
        sizes.flatMap((size) => [1, size]),
      ),
      sizes.flatMap((size, i) => [repeats[i]!, size]),
    );
    return reshape(
      spread,
      sizes.map((size, i) => size * repeats[i]!),
    );
  });
}
