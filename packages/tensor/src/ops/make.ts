import type { Backend } from '@ostinato/backend';
import { ArgumentError, BackendError, type DType, DTypeError, type HostArray, typeError } from '@ostinato/base';
import { Block } from '../block.ts';
import { runtime } from '../runtime.ts';
import { type Shape, sizeOf } from '../shape.ts';
import { Tensor } from '../tensor.ts';

/**
 * A new tensor with undefined content, in charge of the open scope. A kernel must write all of it. `host` is what the
 * kernel will write, where that is known (see `Block`).
 */
export function makeTensor<D extends DType>(backend: Backend, shape: Shape, dtype: D, host?: HostArray): Tensor<D> {
  return own(new Tensor(Block.allocate(backend, dtype, sizeOf(shape), host), 0, shape, dtype));
}

/** Another view of a tensor's storage. On an opaque backend `offset` must be 0. */
export function viewTensor<D extends DType>(x: Tensor<D>, shape: Shape, offset = 0): Tensor<D> {
  return own(new Tensor(x.block(), x.offset + offset, shape, x.dtype));
}

/** Puts a new tensor in charge of the open scope. */
export function own<T extends Tensor>(tensor: T): T {
  tensor.adoptInto(runtime().scope);
  return tensor;
}

/** Checks that an operand is a tensor of one of these dtypes. @throws ArgumentError, DTypeError */
export function checkTensor<D extends DType>(where: string, name: string, x: unknown, ...dtypes: D[]): Tensor<D> {
  if (!(x instanceof Tensor)) throw typeError(where, name, 'a tensor', x);
  if (dtypes.length > 0 && !dtypes.includes(x.dtype as D)) {
    throw new DTypeError(`${where}: ${name} must be ${dtypes.join(' or ')}, got ${x.dtype}. Convert it with cast().`);
  }
  return x as Tensor<D>;
}

/** Checks a list of at least one tensor, all of one dtype. @throws ArgumentError, DTypeError */
export function checkTensors(where: string, tensors: unknown): void {
  if (!Array.isArray(tensors)) throw typeError(where, 'tensors', 'an array of tensors', tensors);
  if (tensors.length === 0) throw new ArgumentError(`${where}: expected at least one tensor, got an empty list.`);
  const { dtype } = checkTensor(where, 'tensors[0]', tensors[0]);
  tensors.forEach((x, i) => checkTensor(where, `tensors[${i}]`, x, dtype));
}

/** The backend that all operands live on. @throws BackendError when they live on several; DisposedError */
export function backendOf(where: string, ...operands: Tensor[]): Backend {
  const { backend } = operands[0]!;
  for (const operand of operands) {
    if (operand.backend === backend) continue;
    throw new BackendError(
      `${where}: operands live on two backends (${backend.name} and ${operand.backend.name}). Move one of them first.`,
    );
  }
  return backend;
}
