import { checkFlags, checkOptions } from '@ostinato/base';
import { resolveAxis } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { alongAxis, rowsOf } from './along-axis.ts';
import { checkTensor, makeTensor } from './make.ts';
import type { ValuesAndIndices } from './max-with-indices.ts';
import { takeAlongAxis } from './take-along-axis.ts';

/** Options of `sort` and `argsort`. */
export interface SortOptions {
  /** Whether the largest comes first. Default `false`. */
  readonly descending?: boolean;
}

/** The order of each row; the sorted values that come with it are dropped, since taking them again has a gradient. */
function orderOfRows(kernel: 'sort.ascending' | 'sort.descending') {
  return (x: Tensor<'float32'>): Tensor<'int32'> => {
    const values = makeTensor(x.backend, x.shape, 'float32');
    const order = makeTensor(x.backend, x.shape, 'int32');
    const { rows, cols } = rowsOf(x);
    x.backend.kernels[kernel](values.storage(), order.storage(), x.storage(), rows, cols, cols, cols, cols);
    values.dispose();
    return order;
  };
}

const ascending = alongAxis('argsort', orderOfRows('sort.ascending'));
const descending = alongAxis('argsort', orderOfRows('sort.descending'));

/** Positions that sort `x` along an axis (default: the last); equals keep their order, NaN counts as largest. @throws AxisError */
export function argsort(x: Tensor<'float32'>, axis = -1, options: SortOptions = {}): Tensor<'int32'> {
  checkOptions('argsort', options, ['descending']);
  checkFlags('argsort', { descending: options.descending });
  return (options.descending === true ? descending : ascending)(x, axis);
}

/** `x` sorted along an axis (default: the last), and where its elements came from; equals keep their order, NaN counts as largest. @throws AxisError */
export function sort(x: Tensor<'float32'>, axis = -1, options: SortOptions = {}): ValuesAndIndices {
  checkTensor('sort', 'x', x, 'float32');
  checkOptions('sort', options, ['descending']);
  checkFlags('sort', { descending: options.descending });
  const at = resolveAxis('sort', axis, x.rank);
  return tidy(() => {
    const indices = argsort(x, at, options);
    return { values: takeAlongAxis(x, indices, at), indices };
  });
}
