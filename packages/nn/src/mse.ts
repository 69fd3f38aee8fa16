import { checkOneOf, checkOptions, ShapeError } from '@ostinato/base';
import { square, sub, type Tensor, tidy } from '@ostinato/tensor';
import { checkTensor } from './check-tensor.ts';
import { reduceLoss, type Reduction, reductions } from './reduction.ts';

/** Options of `mse`. */
export interface MseOptions {
  /** Default `mean`. */
  readonly reduction?: Reduction;
}

/** Mean squared error `(prediction - target)^2`; no broadcasting. @throws ShapeError when the shapes differ, DTypeError */
export function mse(
  prediction: Tensor<'float32'>,
  target: Tensor<'float32'>,
  options: MseOptions = {},
): Tensor<'float32'> {
  checkOptions('mse', options, ['reduction']);
  const reduction = checkOneOf('mse', 'reduction', options.reduction ?? 'mean', reductions);
  checkTensor('mse', 'prediction', prediction);
  checkTensor('mse', 'target', target);
  if (prediction.shape.join() !== target.shape.join()) {
    throw new ShapeError(
      `mse: prediction [${prediction.shape}] and target [${target.shape}] must have the same shape.`,
    );
  }
  return tidy(() => reduceLoss(square(sub(prediction, target)), reduction));
}
