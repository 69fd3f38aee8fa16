import { checkInteger } from '@ostinato/base';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { cast } from './cast.ts';
import { ones } from './creation.ts';
import { scatterRows } from './index-select.ts';
import { checkTensor } from './make.ts';
import { reshape } from './reshape.ts';

/** How often each of 0 to `bins - 1` occurs in `x`, `[bins]`. The number of bins is given, so nothing is read back. @throws IndexError, DTypeError */
export function bincount(x: Tensor<'int32'>, bins: number): Tensor<'int32'> {
  checkTensor('bincount', 'x', x, 'int32');
  checkInteger('bincount', 'bins', bins, { min: 0 });
  return tidy(() => {
    const counts = scatterRows(ones([x.size], { backend: x.backend }), reshape(x, [x.size]), [bins], 'bincount');
    return cast(counts, 'int32');
  });
}
