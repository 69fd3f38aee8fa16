import { ShapeError } from '@ostinato/base';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { add } from './binary.ts';
import { checkTensor } from './make.ts';
import { matmul } from './matmul.ts';

/**
 * `x W^T + b`: `[..., inFeatures]` to `[..., outFeatures]` with `weight [outFeatures, inFeatures]` and
 * `bias [outFeatures]`, as torch's `linear`.
 * @throws ShapeError, DTypeError
 */
export function linear(x: Tensor<'float32'>, weight: Tensor<'float32'>, bias?: Tensor<'float32'>): Tensor<'float32'> {
  checkTensor('linear', 'x', x, 'float32');
  checkTensor('linear', 'weight', weight, 'float32');
  if (bias !== undefined) checkTensor('linear', 'bias', bias, 'float32');
  if (x.shape.at(-1) !== weight.shape[1] || weight.rank !== 2) {
    throw new ShapeError(
      `linear: weight [${weight.shape}] expects ${weight.shape[1]} input features, got x [${x.shape}].`,
    );
  }
  if (bias !== undefined && (bias.rank !== 1 || bias.shape[0] !== weight.shape[0])) {
    throw new ShapeError(
      `linear: bias must be [${weight.shape[0]}] beside weight [${weight.shape}], got [${bias.shape}].`,
    );
  }
  if (bias === undefined) return matmul(x, weight, { transposeB: true });
  return tidy(() => add(matmul(x, weight, { transposeB: true }), bias));
}
