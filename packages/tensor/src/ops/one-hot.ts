import { checkInteger, type DType } from '@ostinato/base';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { cast } from './cast.ts';
import { ones } from './creation.ts';
import { checkTensor } from './make.ts';
import { reshape } from './reshape.ts';
import { scatterColumns } from './take-along-axis.ts';

/** 1 at each index and 0 elsewhere along a new last axis: `[...]` to `[..., classes]`. Default dtype `int32`, as in torch. @throws IndexError, DTypeError */
export function oneHot<D extends DType = 'int32'>(
  index: Tensor<'int32'>,
  classes: number,
  dtype = 'int32' as D,
): Tensor<D> {
  checkTensor('oneHot', 'index', index, 'int32');
  checkInteger('oneHot', 'classes', classes, { min: 1 });
  return tidy(() => {
    const column = reshape(index, [index.size, 1]);
    const hot = scatterColumns(ones(column.shape, { backend: index.backend }), column, [index.size, classes], 'oneHot');
    return reshape(cast(hot, dtype), [...index.shape, classes]);
  });
}
