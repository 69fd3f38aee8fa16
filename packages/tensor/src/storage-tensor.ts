import type { Backend } from '@ostinato/backend';
import { checkDType, type DType } from '@ostinato/base';
import { Block } from './block.ts';
import { checkTensor, own } from './ops/make.ts';
import { checkBackend, refuseRecording } from './runtime.ts';
import { checkShape, type Shape } from './shape.ts';
import { Tensor } from './tensor.ts';

/**
 * A tensor of a storage that was allocated on `backend` for as many elements as `shape` has: for packages that bring values from another
 * library. The tensor owns the storage from now on, and frees it. No gradient goes through it.
 * @throws ArgumentError, ShapeError, DTypeError; StateError inside valueAndGrad, compile or the step of a scan
 */
export function tensorOfStorage<D extends DType>(
  backend: Backend,
  storage: unknown,
  shape: Shape,
  dtype: D,
): Tensor<D> {
  refuseRecording('tensorOfStorage');
  checkBackend('tensorOfStorage', backend);
  const [sizes, kind] = [checkShape('tensorOfStorage', shape), checkDType('tensorOfStorage', dtype) as D];
  return own(new Tensor(new Block(backend, storage), 0, sizes, kind));
}

/**
 * The storage of a tensor, from its first element on: for packages that hand values to another library. It stays the tensor's: do not write
 * to it, nor free it.
 * @throws ArgumentError, DisposedError; StateError inside valueAndGrad, compile or the step of a scan
 */
export function storageOf(x: Tensor): unknown {
  refuseRecording('storageOf');
  return checkTensor('storageOf', 'x', x).storage();
}
