import { ShapeError } from '@ostinato/base';
import { resolveAxis } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { mul } from './binary.ts';
import { split } from './concat.ts';
import { checkTensor } from './make.ts';
import { sigmoid } from './unary.ts';

type Floats = Tensor<'float32'>;

/** Gated linear unit: `a sigmoid(b)` of the two halves of `x` along an axis (default: the last). Dauphin et al. 2016. @throws ShapeError when it cannot be halved */
export function glu(x: Floats, axis = -1): Floats {
  checkTensor('glu', 'x', x, 'float32');
  const at = resolveAxis('glu', axis, x.rank);
  if (x.rank === 0 || x.shape[at]! % 2 !== 0)
    throw new ShapeError(`glu: axis ${at} of [${x.shape}] must have an even size, to be cut in halves.`);
  return tidy(() => {
    const [a, b] = split(x, 2, at) as [Floats, Floats];
    return mul(a, sigmoid(b));
  });
}
