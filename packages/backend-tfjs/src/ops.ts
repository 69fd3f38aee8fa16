import { BackendError, type DType, OstinatoError, OutOfMemoryError } from '@ostinato/base';
import type { Box } from './box.ts';
import { type HostView, heapSlicer, type Slicer, viewer } from './heap.ts';
import {
  hostArray,
  type KernelFunction,
  type TensorInfo,
  type TfjsDevice,
  type TfjsEngine,
  type TfjsNamespace,
} from './tfjs.ts';

/** Numbers kept as tensors, so that a scalar operand costs no upload. */
const keptScalars = 256;

/**
 * The kernels of one tfjs backend, and what they make. They are called as they are registered, without the engine's tape, scopes and
 * current backend; values that a formula makes on its way are given back when it is done.
 */
export class TfjsOps {
  /** Of the tfjs backend: `wasm`. */
  readonly name: string;
  /** Whether a graphics card computes, or may. */
  readonly shaders: boolean;
  /** The tfjs backend itself. */
  readonly device: TfjsDevice;
  /** Values in memory that the host shares with the tfjs backend, where it does. */
  readonly view: ((x: TensorInfo) => HostView | undefined) | undefined;
  readonly #tf: TfjsNamespace;
  readonly #slice: Slicer | undefined;
  readonly #kernels = new Map<string, KernelFunction>();
  readonly #scalars = new Map<string, TensorInfo>();
  #made: TensorInfo[] = [];

  constructor(tf: TfjsNamespace, name: string, device: TfjsDevice) {
    this.#tf = tf;
    this.name = name;
    this.shaders = !['cpu', 'wasm', 'tensorflow'].includes(name);
    this.device = device;
    this.view = viewer(device, name);
    this.#slice = heapSlicer(device);
  }

  /** Numbers that are kept as values between calls. */
  get kept(): number {
    return this.#scalars.size;
  }

  /** The engine that tracks tensors. */
  get engine(): TfjsEngine {
    return this.#tf.engine() as TfjsEngine;
  }

  /** Calls a kernel that gives one value. @throws BackendError */
  run(kernel: string, inputs: unknown, attrs: unknown = {}): TensorInfo {
    return this.runAll(kernel, inputs, attrs)[0]!;
  }

  /** The same of a kernel that may give several. */
  runAll(kernel: string, inputs: unknown, attrs: unknown): TensorInfo[] {
    const run = this.#kernels.get(kernel) ?? this.#find(kernel);
    const given = run({ inputs, backend: this.device, attrs });
    const made = (Array.isArray(given) ? given : [given]).map((value) => this.#untracked(value));
    this.#made.push(...made);
    return made;
  }

  /** `size` elements of each axis, from `begin` on. */
  slice(x: TensorInfo, begin: readonly number[], size: readonly number[]): TensorInfo {
    if (this.#slice === undefined) return this.run('Slice', { x }, { begin, size });
    const made = this.#slice(x, begin, size);
    this.#made.push(made);
    return made;
  }

  /** Some kernels give a tensor that the engine tracks, and that a `tf.tidy` around us would dispose. */
  #untracked(made: TensorInfo & { dispose?(): void }): TensorInfo {
    if (made.dispose === undefined) return made;
    const { dataId, shape, dtype } = made;
    this.device.incRef(dataId);
    made.dispose();
    return { dataId, shape, dtype };
  }

  #find(kernel: string): KernelFunction {
    const found = this.#tf.getKernel(kernel, this.name) as { kernelFunc: KernelFunction } | null | undefined;
    if (!found) throw new BackendError(`tfjsBackend: the tfjs backend "${this.name}" has no kernel ${kernel}.`);
    this.#kernels.set(kernel, found.kernelFunc);
    return found.kernelFunc;
  }

  /** Host values as a value. The array belongs to tfjs afterwards. */
  upload(values: Float32Array | Int32Array | Uint8Array, dtype: DType, shape: readonly number[]): TensorInfo {
    const made = this.#send(values, dtype, shape);
    this.#made.push(made);
    return made;
  }

  #send(values: ArrayLike<number>, dtype: DType, shape: readonly number[]): TensorInfo {
    return { dataId: this.device.write(values, [...shape], dtype), shape: [...shape], dtype };
  }

  /**
   * Values that `compute` makes out of `given` ones: when it is done, these and all others that it made are let go of.
   * For long formulas, which would else hold every step of theirs to the end.
   */
  turn<V extends Readonly<Record<string, TensorInfo>>>(given: V, compute: () => V): V {
    const before = this.#made.filter((value) => !Object.values(given).includes(value));
    const old = this.#made.filter((value) => Object.values(given).includes(value));
    this.#made = [];
    try {
      const made = compute();
      for (const { dataId } of Object.values(made)) this.device.incRef(dataId);
      before.push(...Object.values(made));
      return made;
    } finally {
      for (const value of [...this.#made, ...old]) this.release(value);
      this.#made = before;
    }
  }

  /** A number as a value of rank 0. */
  scalar(value: number, dtype: DType = 'float32'): TensorInfo {
    const key = `${Object.is(value, -0) ? '-0' : value} ${dtype}`;
    const kept = this.#scalars.get(key);
    if (kept !== undefined) return kept;
    const host = hostArray(dtype, 1);
    host[0] = value;
    const made = this.#send(host, dtype, []);
    this.#scalars.set(key, made);
    if (this.#scalars.size > keptScalars) this.#dropOldest();
    return made;
  }

  /** Lets go of the number that was kept first; a kernel that runs may still use it. */
  #dropOldest(): void {
    const [key, value] = this.#scalars.entries().next().value!;
    this.#scalars.delete(key);
    this.#made.push(value);
  }

  /** The value of a storage, looked at in a shape. Storages that nobody wrote hold zeros. */
  of(box: Box, shape: readonly number[]): TensorInfo {
    box.checkAlive();
    box.value ??= this.#send(hostArray(box.dtype, box.count), box.dtype, [box.count]);
    return { dataId: box.value.dataId, shape: shape as number[], dtype: box.dtype };
  }

  /** Gives a storage the value that `compute` makes; without elements there is nothing to do. @throws BackendError */
  write(out: Box, compute: () => TensorInfo): void {
    if (out.count > 0) this.writeAll([out], () => [compute()]);
    else out.checkAlive();
  }

  /** The same for kernels that give several. */
  writeAll(outs: readonly Box[], compute: () => readonly TensorInfo[]): void {
    for (const out of outs) out.checkAlive();
    const before = this.#made;
    this.#made = [];
    try {
      const values = this.#attempt(compute);
      for (const value of values) this.device.incRef(value.dataId);
      values.forEach((value, i) => this.replace(outs[i]!, value));
    } finally {
      for (const value of this.#made) this.release(value);
      this.#made = before;
    }
  }

  #attempt(compute: () => readonly TensorInfo[]): readonly TensorInfo[] {
    try {
      return compute();
    } catch (cause) {
      if (cause instanceof OstinatoError) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      const message = `tfjsBackend: a kernel of the tfjs backend "${this.name}" failed: ${reason}`;
      throw /Aborted|out of memory/i.test(reason)
        ? new OutOfMemoryError(message, { cause })
        : new BackendError(message, { cause });
    }
  }

  /** Puts a value, which belongs to the storage from now on, in place of the present one. */
  replace(box: Box, value: TensorInfo | undefined): void {
    const old = box.value;
    box.value = value;
    if (old !== undefined) this.release(old);
  }

  /** Counts one holder of a value less. */
  release({ dataId }: TensorInfo): void {
    // An op of tfjs on another backend may have moved the data there.
    const device = this.engine.state.tensorInfo.get(dataId)?.backend ?? this.device;
    if (device.disposeData(dataId)) this.engine.removeDataId(dataId, device);
  }

  /** Gives back what is kept between calls. */
  dispose(): void {
    for (const value of this.#scalars.values()) this.release(value);
    this.#scalars.clear();
  }
}
