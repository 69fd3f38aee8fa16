import { checkDType, type DType } from '@ostinato/base';
import { differentiable } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { matrixOf } from './define-binary.ts';
import { checkTensor, makeTensor, viewTensor } from './make.ts';

type CastKernel = (out: unknown, x: unknown, rows: number, cols: number, outStride: number, xStride: number) => void;

/** The same values in another dtype: floats are cut toward zero to int32, anything but 0 is true. No gradient. */
export function cast<D extends DType>(x: Tensor, dtype: D): Tensor<D> {
  checkTensor('cast', 'x', x);
  checkDType('cast', dtype);
  if (x.dtype === dtype) return differentiable('cast', [x], viewTensor(x, x.shape) as Tensor<D>, [], [(g) => g]);
  const out = makeTensor(x.backend, x.shape, dtype);
  const [rows, cols] = matrixOf(x.shape);
  const run = x.backend.kernels[`cast.${x.dtype}.${dtype}` as 'cast.float32.int32'] as CastKernel;
  run(out.storage(), x.storage(), rows, cols, cols, cols);
  return out;
}
