import type { DType } from '@ostinato/base';

/** What tfjs knows a tensor's data by. */
export type DataId = object;

/** A value of tfjs without its `Tensor` object: data, and how they are looked at. */
export interface TensorInfo {
  /** Names the data; they are counted, and given back by their backend. */
  readonly dataId: DataId;
  /** Size of each axis. */
  readonly shape: number[];
  /** What the elements are. */
  readonly dtype: string;
}

/** A `tf.Tensor`, as far as this package looks at it. */
export interface TfjsTensor extends TensorInfo {
  /** Whether `dispose` was called. */
  readonly isDisposed: boolean;
}

/** What this package asks of a tfjs backend. */
export interface TfjsDevice {
  /** Takes host values; the cpu backend keeps the array. */
  write(values: ArrayLike<number> | null, shape: number[], dtype: string): DataId;
  /** The values, later. */
  read(dataId: DataId): Promise<ArrayLike<number>>;
  /** The values at once, where the backend can. */
  readSync(dataId: DataId): ArrayLike<number>;
  /** Counts one more holder of the data. */
  incRef(dataId: DataId): void;
  /** Counts one less; true when the data are gone. */
  disposeData(dataId: DataId): boolean;
  /** Where data are in the memory of the wasm backend. */
  getMemoryOffset?(dataId: DataId): number;
  /** How many data there are. */
  numDataIds(): number;
}

/** A kernel of tfjs as it is registered. */
export type KernelFunction = (call: {
  inputs: unknown;
  backend: TfjsDevice;
  attrs: unknown;
}) => TensorInfo | TensorInfo[];

/** What this package asks of `tf.engine()`. */
export interface TfjsEngine {
  /** A tensor of data that are there already. */
  makeTensorFromTensorInfo(info: TensorInfo, backend: TfjsDevice): unknown;
  /** Where data are, by their names. */
  readonly state: { readonly tensorInfo: { get(dataId: DataId): { readonly backend: TfjsDevice } | undefined } };
  /** Forgets data that are gone. */
  removeDataId(dataId: DataId, backend: TfjsDevice): void;
}

/**
 * The part of the `tf` namespace that is used: `import * as tf from '@tensorflow/tfjs-core'` (or `'@tensorflow/tfjs'`) has it. Types of
 * tfjs are not imported, since those of 4.22 do not compile without `skipLibCheck`.
 */
export interface TfjsNamespace {
  /** The global engine, which tracks tensors. */
  engine(): object;
  /** A backend that was initialized, or null. */
  findBackend(name: string): object | null;
  /** What makes a backend, or null where none of that name was imported. */
  findBackendFactory(name: string): unknown;
  /** The name of the current backend. */
  getBackend(): string;
  /** A registered kernel. */
  getKernel(kernel: string, backend: string): unknown;
  /** Makes a backend the current one, initializing it. */
  setBackend(name: string): Promise<boolean>;
  /** Resolves when some backend is there. */
  ready(): Promise<void>;
  /** Versions by package. */
  readonly version_core: string;
}

/** The host array of a dtype. */
export function hostArray(dtype: DType, count: number): Float32Array | Int32Array | Uint8Array {
  if (dtype === 'float32') return new Float32Array(count);
  return dtype === 'int32' ? new Int32Array(count) : new Uint8Array(count);
}
