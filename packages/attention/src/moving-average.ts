import { checkInteger, typeError } from '@ostinato/base';

/**
 * Means of all windows of `width` neighbors: `[n]` to `[n - width + 1]`.
 * @throws ArgumentError when there are fewer than `width` values
 *
 * @example
 * movingAverage([1, 2, 6, 4], 2); // 1.5, 4, 5
 */
export function movingAverage(values: readonly number[] | Float32Array | Float64Array, width: number): Float64Array {
  if (!Array.isArray(values) && !ArrayBuffer.isView(values))
    throw typeError('movingAverage', 'values', 'an array of numbers', values);
  checkInteger('movingAverage', 'width', width, { min: 1, max: values.length });
  const windows = values.length - width + 1;
  return Float64Array.from({ length: windows }, (_, start) => {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += values[start + i]!;
    return sum / width;
  });
}
