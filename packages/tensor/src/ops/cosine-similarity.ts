import { checkNumber, checkOptions } from '@ostinato/base';
import { broadcastShapes, resolveAxis } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { div, mul } from './binary.ts';
import { broadcastTo } from './broadcast-to.ts';
import { clip } from './clip.ts';
import { checkTensor } from './make.ts';
import { norm } from './norm.ts';
import { sum } from './sum.ts';

type Floats = Tensor<'float32'>;

/** Options of `cosineSimilarity`. */
export interface CosineSimilarityOptions {
  /** The axis of the vectors. Default: the last (torch: 1). */
  readonly axis?: number;
  /** The least length that is divided by. Default 1e-8. */
  readonly eps?: number;
}

/** Cosine of the angle between the vectors of `a` and `b` along an axis, broadcasting: `[..., n]` twice to `[...]`. @throws ShapeError, AxisError */
export function cosineSimilarity(a: Floats, b: Floats, options: CosineSimilarityOptions = {}): Floats {
  checkTensor('cosineSimilarity', 'a', a, 'float32');
  checkTensor('cosineSimilarity', 'b', b, 'float32');
  checkOptions('cosineSimilarity', options, ['axis', 'eps']);
  const { axis = -1, eps = 1e-8 } = options;
  checkNumber('cosineSimilarity', 'eps', eps, { min: 0 });
  const shape = broadcastShapes('cosineSimilarity', a.shape, b.shape);
  const at = resolveAxis('cosineSimilarity', axis, shape.length);
  return tidy(() => {
    const [x, y] = [broadcastTo(a, shape), broadcastTo(b, shape)];
    return sum(
      mul(div(x, clip(norm(x, at, { keepDims: true }), eps)), div(y, clip(norm(y, at, { keepDims: true }), eps))),
      at,
    );
  });
}
