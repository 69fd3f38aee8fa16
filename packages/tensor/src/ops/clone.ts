import type { DType } from '@ostinato/base';
import { differentiable } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { checkTensor, makeTensor } from './make.ts';

const gradients = [(g: Tensor<'float32'>) => g];

/** The same values in memory of their own: what a view of something that will change is kept with. Torch's `clone`. */
export function clone<D extends DType>(x: Tensor<D>): Tensor<D> {
  checkTensor('clone', 'x', x);
  const { backend, shape, dtype, size } = x;
  const out = makeTensor(backend, shape, dtype);
  backend.kernels[`copy.${dtype as DType}`](out.storage(), x.storage(), 1, size, size, size);
  return differentiable('clone', [x], out, [], gradients);
}
