import { checkNumber, checkOptions } from '@ostinato/base';
import { resolveAxis } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { div } from './binary.ts';
import { clip } from './clip.ts';
import { checkTensor } from './make.ts';
import { norm } from './norm.ts';

type Floats = Tensor<'float32'>;

/** Options of `normalize`. */
export interface NormalizeOptions {
  /** The order of the norm. Default 2. */
  readonly p?: number;
  /** Default: the last (torch: 1). */
  readonly axis?: number;
  /** The least norm that is divided by. Default 1e-12. */
  readonly eps?: number;
}

/** `x / max(|x|, eps)`: vectors along an axis scaled to length 1; a zero vector stays. @throws AxisError, DTypeError */
export function normalize(x: Floats, options: NormalizeOptions = {}): Floats {
  checkTensor('normalize', 'x', x, 'float32');
  checkOptions('normalize', options, ['p', 'axis', 'eps']);
  const { p = 2, axis = -1, eps = 1e-12 } = options;
  const at = resolveAxis('normalize', axis, x.rank);
  checkNumber('normalize', 'eps', eps, { min: 0 });
  return tidy(() => div(x, clip(norm(x, at, { p, keepDims: true }), eps)));
}
