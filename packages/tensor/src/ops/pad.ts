import { checkInteger, type DType, ShapeError, typeError } from '@ostinato/base';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { padAxis } from './concat.ts';
import { checkTensor } from './make.ts';
import { reshape } from './reshape.ts';

/** Elements to add before and after those of an axis. */
export type Padding = readonly [before: number, after: number];

/**
 * `x` with `value` (default 0) added before and after its elements: one pair for each axis, the first axis first (torch's
 * `pad` wants the last axis first).
 * @throws ShapeError when the number of pairs is not the rank, ArgumentError for negative counts
 */
export function pad<D extends DType>(x: Tensor<D>, padding: readonly Padding[], value = 0): Tensor<D> {
  checkTensor('pad', 'x', x);
  if (typeof value !== 'number') throw typeError('pad', 'value', 'a number', value);
  if (!Array.isArray(padding)) throw typeError('pad', 'padding', 'an array of [before, after] pairs', padding);
  if (padding.length !== x.rank || padding.some((pair) => !Array.isArray(pair) || pair.length !== 2)) {
    throw new ShapeError(
      `pad: x [${x.shape}] needs ${x.rank} pairs [before, after], one for each axis, got ${JSON.stringify(padding)}.`,
    );
  }
  for (const size of padding.flat()) checkInteger('pad', 'padding', size, { min: 0 });
  return tidy(() => {
    let out = reshape(x, x.shape);
    padding.forEach(([before, after], axis) => {
      if (before + after > 0) out = padAxis(out, axis, before, after, value);
    });
    return out;
  });
}
