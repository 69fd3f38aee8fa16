import { ArgumentError, BackendError, type DType, DTypeError, StateError, typeError } from '@ostinato/base';
import {
  getBackend,
  refuseRecording,
  storageOf,
  type Tensor,
  Tensor as TensorClass,
  tensorOfStorage,
} from '@ostinato/tensor';
import type { Box } from './box.ts';
import { TfjsBackend } from './tfjs-backend.ts';
import type { TensorInfo, TfjsDevice, TfjsTensor } from './tfjs.ts';

const dtypes: readonly string[] = ['float32', 'int32', 'bool'] satisfies DType[];

/**
 * The same values as a `tf.Tensor` of the tfjs backend that the tensor lives on, without a copy. Both own them: dispose the result (or let
 * `tf.tidy` do it) as any tensor of tfjs, and `x` as before; neither frees the other's. A parameter that is written later leaves the result as it
 * is. Gradients do not go through.
 *
 * `toTfjs<tf.Tensor>(x)`, or wherever a `tf.Tensor` is expected.
 * @throws ArgumentError; BackendError when `x` is not on a tfjs backend; StateError inside valueAndGrad or the step of a scan
 */
export function toTfjs<T extends TfjsTensor = TfjsTensor>(x: Tensor): T {
  refuseRecording('toTfjs');
  if (!(x instanceof TensorClass)) throw typeError('toTfjs', 'x', 'a tensor', x);
  const { backend } = x;
  if (!(backend instanceof TfjsBackend))
    throw new BackendError(
      `toTfjs: the tensor is on backend ${backend.name}, not on one of tfjsBackend. Use tf.tensor(await x.data(), x.shape).`,
    );
  const { ops } = backend;
  const value = ops.of(storageOf(x) as Box, [...x.shape]);
  ops.device.incRef(value.dataId);
  return ops.engine.makeTensorFromTensorInfo(value, ops.device) as T;
}

/**
 * The same values as a tensor on the current backend, which must be one of `tfjsBackend`: without a copy where the values are on the same tfjs
 * backend, else with one. Both own them: `x` stays yours to dispose, the result is freed as any tensor (`tidy`, `dispose`). Gradients do not go
 * through. On the cpu backend of tfjs the data are the very array that `tf.tensor` was given: do not write to it afterwards.
 * @throws ArgumentError; DTypeError for strings and complex numbers; BackendError when the current backend is none of tfjs; StateError inside
 *   valueAndGrad or the step of a scan, and when `x` was disposed, comes from another copy of tfjs, or must be copied from a tfjs backend that reads only asynchronously
 */
export function fromTfjs(x: TfjsTensor): Tensor {
  refuseRecording('fromTfjs');
  if (typeof x?.dataId !== 'object' || !Array.isArray(x.shape)) throw typeError('fromTfjs', 'x', 'a tf.Tensor', x);
  const backend = getBackend();
  if (!(backend instanceof TfjsBackend))
    throw new BackendError(
      `fromTfjs: the current backend is ${backend.name}. setBackend(await tfjsBackend(tf)) first, or use tensor(await x.data(), x.shape).`,
    );
  if (!dtypes.includes(x.dtype))
    throw new DTypeError(`fromTfjs: x is ${x.dtype}; tensors are ${dtypes.join(', ')}. Cast it first.`);
  const owner = ownerOf(backend, x);
  const dtype = x.dtype as DType;
  const storage = backend.allocate(
    dtype,
    x.shape.reduce((size, n) => size * n, 1),
  );
  try {
    if (owner === backend.ops.device) share(backend, storage, x);
    else backend.write(storage, dtype, valuesOf(owner, x));
    return tensorOfStorage(backend, storage, x.shape, dtype);
  } catch (error) {
    backend.free(storage);
    throw error;
  }
}

function share({ ops }: TfjsBackend, storage: Box, { dataId, shape, dtype }: TensorInfo): void {
  if (storage.count === 0) return;
  ops.device.incRef(dataId);
  ops.replace(storage, { dataId, shape: [...shape], dtype });
}

/** The tfjs backend that holds the data of a tensor. */
function ownerOf({ ops }: TfjsBackend, x: TfjsTensor): TfjsDevice {
  const found = x.isDisposed ? undefined : ops.engine.state.tensorInfo.get(x.dataId);
  if (found !== undefined) return found.backend;
  throw new StateError(
    `fromTfjs: x ${x.isDisposed ? 'was disposed' : 'is not known to the tf that tfjsBackend was given: two copies of @tensorflow/tfjs-core are installed'}.`,
  );
}

function valuesOf(owner: TfjsDevice, x: TfjsTensor): Float32Array | Int32Array | Uint8Array {
  let values: ArrayLike<number>;
  try {
    values = owner.readSync(x.dataId);
  } catch (cause) {
    throw new StateError(
      'fromTfjs: x is on another tfjs backend, which cannot be read at once. Use tensor(await x.data(), x.shape).',
      {
        cause,
      },
    );
  }
  if (values instanceof Float32Array || values instanceof Int32Array || values instanceof Uint8Array) return values;
  throw new ArgumentError(`fromTfjs: tfjs gave values of an unknown kind for ${x.dtype}.`);
}
