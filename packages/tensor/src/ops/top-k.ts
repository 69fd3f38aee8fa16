import { checkFlags, checkInteger, checkOptions } from '@ostinato/base';
import { resolveAxis } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { checkTensor } from './make.ts';
import type { ValuesAndIndices } from './max-with-indices.ts';
import { slice } from './slice.ts';
import { argsort } from './sort.ts';
import { takeAlongAxis } from './take-along-axis.ts';

/** Options of `topK`. */
export interface TopKOptions {
  /** Default: the last. */
  readonly axis?: number;
  /** `false` takes the smallest, smallest first. Default `true`. */
  readonly largest?: boolean;
}

/** The `k` largest elements along an axis, largest first, and where they stood; of equals the first. @throws ArgumentError when `k` exceeds the axis */
export function topK(x: Tensor<'float32'>, k: number, options: TopKOptions = {}): ValuesAndIndices {
  checkTensor('topK', 'x', x, 'float32');
  checkOptions('topK', options, ['axis', 'largest']);
  const { axis = -1, largest = true } = options;
  checkFlags('topK', { largest });
  const at = resolveAxis('topK', axis, x.rank);
  checkInteger('topK', 'k', k, { min: 0, max: x.shape[at] ?? 0 });
  return tidy(() => {
    const indices = slice(argsort(x, at, { descending: largest }), at, 0, k);
    return { values: takeAlongAxis(x, indices, at), indices };
  });
}
