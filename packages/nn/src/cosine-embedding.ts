import { checkNumber, checkOneOf, checkOptions, ShapeError } from '@ostinato/base';
import { add, clip, div, equal, mul, sqrt, square, sub, sum, type Tensor, tidy, where } from '@ostinato/tensor';
import { checkTensor } from './check-tensor.ts';
import { checkSameShape } from './elementwise-loss.ts';
import { reduceLoss, type Reduction, reductions } from './reduction.ts';

type Floats = Tensor<'float32'>;

/** Options of `cosineEmbedding`. */
export interface CosineEmbeddingOptions {
  /** Vectors that should differ may have a cosine up to this, -1 to 1. Default 0. */
  readonly margin?: number;
  /** Default `mean`. */
  readonly reduction?: Reduction;
}

/** Added to squared lengths, as torch does. */
const epsilon = 1e-12;

/**
 * `1 - cos(a, b)` for pairs with target 1, `max(0, cos(a, b) - margin)` for the others, whose target is -1.
 * `a` and `b` are `[batch, features]` or `[features]`, the target is without the last axis.
 * @throws ShapeError
 */
export function cosineEmbedding(
  a: Floats,
  b: Floats,
  target: Floats | Tensor<'int32'>,
  options: CosineEmbeddingOptions = {},
): Floats {
  checkOptions('cosineEmbedding', options, ['margin', 'reduction']);
  const margin = checkNumber('cosineEmbedding', 'margin', options.margin ?? 0, { min: -1, max: 1 });
  const reduction = checkOneOf('cosineEmbedding', 'reduction', options.reduction ?? 'mean', reductions);
  checkSameShape('cosineEmbedding', { a, b });
  checkTensor('cosineEmbedding', 'target', target, 'float32', 'int32');
  if (a.rank === 0 || target.shape.join() !== a.shape.slice(0, -1).join()) {
    throw new ShapeError(
      `cosineEmbedding: vectors [${a.shape}] need a target [${a.shape.slice(0, -1)}], got [${target.shape}].`,
    );
  }
  return tidy(() => {
    const squaredLength = (x: Floats): Floats => add(sum(square(x), -1), epsilon);
    const cosine = div(sum(mul(a, b), -1), sqrt(mul(squaredLength(a), squaredLength(b))));
    return reduceLoss(where(equal(target, 1), sub(1, cosine), clip(sub(cosine, margin), 0)), reduction);
  });
}
