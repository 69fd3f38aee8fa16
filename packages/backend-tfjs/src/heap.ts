import type { DType } from '@ostinato/base';
import type { DataId, TensorInfo, TfjsDevice } from './tfjs.ts';

/** A host array that is the memory of a value, not a copy. */
export type HostView = Float32Array | Int32Array | Uint8Array;

/** The wasm backend of tfjs, as far as its own kernels use it. */
interface WasmDevice extends TfjsDevice {
  typedArrayFromHeap(info: TensorInfo): HostView;
  makeOutput(shape: number[], dtype: string): TensorInfo;
}

/** The cpu backend of tfjs, as far as its own kernels use it. */
interface CpuDevice extends TfjsDevice {
  readonly data: { get(dataId: DataId): { readonly values: unknown } };
}

const isWasm = (device: TfjsDevice): device is WasmDevice =>
  'typedArrayFromHeap' in device && 'makeOutput' in device && typeof device.makeOutput === 'function';
const isCpu = (device: TfjsDevice, name: string): device is CpuDevice => name === 'cpu' && 'data' in device;

/** Looks at values in the memory of a tfjs backend that the host shares; undefined where there is none. */
export function viewer(device: TfjsDevice, name: string): ((x: TensorInfo) => HostView | undefined) | undefined {
  if (isWasm(device)) return (x) => device.typedArrayFromHeap(x);
  if (isCpu(device, name)) return ({ dataId }) => device.data.get(dataId).values as HostView;
  return undefined;
}

/** A part of a value: `size` elements of each axis, from `begin` on. */
export type Slicer = (x: TensorInfo, begin: readonly number[], size: readonly number[]) => TensorInfo;

/**
 * Slices within the heap of the wasm backend: its own kernel copies all of `x` first, however small the part. Undefined for other backends,
 * whose kernels do not.
 */
export function heapSlicer(device: TfjsDevice): Slicer | undefined {
  if (!isWasm(device)) return undefined;
  return (x, begin, size) => {
    const out = device.makeOutput([...size], x.dtype as DType);
    const [to, from] = [device.typedArrayFromHeap(out), device.typedArrayFromHeap(x)];
    const pieceAxis = contiguous(x.shape, size);
    const steps = x.shape.map((_, axis) => x.shape.slice(axis + 1).reduce((a, b) => a * b, 1));
    let at = 0;
    const copy = (axis: number, offset: number): void => {
      const first = offset + begin[axis]! * steps[axis]!;
      if (axis === pieceAxis) {
        const count = size[axis]! * steps[axis]!;
        to.set(from.subarray(first, first + count), at);
        at += count;
        return;
      }
      for (let i = 0; i < size[axis]!; i++) copy(axis + 1, first + i * steps[axis]!);
    };
    copy(0, 0);
    return out;
  };
}

/** The first axis of which a part is one piece of memory: those after it are whole. */
function contiguous(shape: readonly number[], size: readonly number[]): number {
  let axis = shape.length - 1;
  while (axis > 0 && size[axis] === shape[axis]) axis--;
  return axis;
}
