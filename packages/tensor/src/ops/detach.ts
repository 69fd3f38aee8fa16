import type { DType } from '@ostinato/base';
import type { Tensor } from '../tensor.ts';
import { checkTensor, viewTensor } from './make.ts';

/** The same values, a view, as a constant: gradients do not pass. Torch's `detach`, JAX's `stop_gradient`. */
export function detach<D extends DType>(x: Tensor<D>): Tensor<D> {
  checkTensor('detach', 'x', x);
  return viewTensor(x, x.shape);
}
