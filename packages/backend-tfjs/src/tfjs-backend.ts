import type { Backend, MemoryReport } from '@ostinato/backend';
import {
  BackendError,
  checkOptions,
  DisposedError,
  type DType,
  type HostArray,
  OutOfMemoryError,
  typeError,
} from '@ostinato/base';
import { Box } from './box.ts';
import { kernelsOf } from './kernels.ts';
import { TfjsOps } from './ops.ts';
import { hostArray, type TensorInfo, type TfjsDevice, type TfjsNamespace } from './tfjs.ts';

/** Bytes beyond which no tfjs backend can hold one value, nor tfjs-wasm all of them. */
const mostBytes = 2 ** 32;
/** Bytes from which it is worth asking whether there is room. */
const largeBytes = 2 ** 24;

/** Below this a value is read as a whole: a slice of it would cost more. */
const fewElements = 4096;

/** A tfjs backend behind the contract: opaque storages, each write a new value. */
export class TfjsBackend implements Backend<Box> {
  readonly name: string;
  readonly float = 'float32';
  readonly tolerance = 10;
  readonly features: readonly string[];
  readonly kernels: Backend<Box>['kernels'];
  readonly readSync?: (storage: Box, dtype: DType, offset: number, count: number) => HostArray;
  /** @internal What it computes with. */
  readonly ops: TfjsOps;
  readonly #live = new Set<Box>();
  #bytes = 0;
  #peakBytes = 0;
  #disposed = false;

  constructor(ops: TfjsOps, version: string) {
    this.name = `tfjs:${ops.name}`;
    this.features = [`tfjs ${version}`];
    this.ops = ops;
    this.kernels = kernelsOf(ops);
    if (ops.name !== 'webgpu') this.readSync = (...place) => this.#readSync(...place); // that one only reads asynchronously
  }

  elementBytes(dtype: DType): number {
    return dtype === 'bool' ? 1 : 4;
  }

  allocate(dtype: DType, count: number): Box {
    this.#checkAlive();
    const bytes = count * this.elementBytes(dtype);
    if (bytes > mostBytes || (bytes >= largeBytes && !this.#hasRoom(count, dtype, bytes)))
      throw new OutOfMemoryError(`tfjsBackend: cannot allocate ${bytes} bytes; ${this.#bytes} bytes are in use.`);
    const box = new Box(dtype, count);
    this.#live.add(box);
    this.#bytes += bytes;
    this.#peakBytes = Math.max(this.#peakBytes, this.#bytes);
    return box;
  }

  /** The wasm backend of tfjs takes memory that it does not get for memory at address 0, and overwrites what is there. */
  #hasRoom(count: number, dtype: DType, bytes: number): boolean {
    const { device } = this.ops;
    if (device.getMemoryOffset === undefined) return true;
    if (this.#bytes + bytes > mostBytes) return false;
    const dataId = device.write(null, [count], dtype);
    const got = device.getMemoryOffset(dataId) !== 0;
    device.disposeData(dataId);
    return got;
  }

  #checkAlive(): void {
    if (this.#disposed) throw new DisposedError('tfjsBackend: this backend was disposed. Make a new one.');
  }

  free(storage: Box): void {
    if (!this.#live.delete(storage)) return;
    this.#bytes -= storage.count * this.elementBytes(storage.dtype);
    this.ops.replace(storage, undefined);
    storage.freed = true;
  }

  write(storage: Box, dtype: DType, data: HostArray): void {
    this.#checkAlive();
    const box = checked(storage, dtype);
    if (box.count === 0 || data.length === 0) return;
    this.ops.write(box, () => {
      const host = hostArray(dtype, data.length); // a copy: the cpu backend keeps it
      host.set(data);
      const given = this.ops.upload(host, dtype, [host.length]);
      if (host.length === box.count) return given;
      const rest = [box.count - host.length];
      const kept = this.ops.slice(this.ops.of(box, [box.count]), [host.length], rest);
      return this.ops.run('Concat', [given, kept], { axis: 0 });
    });
  }

  async read(storage: Box, dtype: DType, offset: number, count: number): Promise<HostArray> {
    this.#checkAlive();
    const box = checked(storage, dtype);
    if (count === 0) return hostArray(dtype, 0);
    const { value, first } = this.#held(box, offset, count);
    try {
      return copied(dtype, await this.ops.device.read(value.dataId), first, count);
    } finally {
      this.ops.release(value);
    }
  }

  #readSync(storage: Box, dtype: DType, offset: number, count: number): HostArray {
    this.#checkAlive();
    const box = checked(storage, dtype);
    if (count === 0) return hostArray(dtype, 0);
    const { value, first } = this.#held(box, offset, count);
    try {
      return copied(dtype, this.ops.device.readSync(value.dataId), first, count);
    } finally {
      this.ops.release(value);
    }
  }

  /** What is to be read, held until it was: the whole value, or a part where that is much less. */
  #held(box: Box, offset: number, count: number): { value: TensorInfo; first: number } {
    const { device } = this.ops;
    const all = this.ops.of(box, [box.count]);
    if (box.count < fewElements || 8 * count > box.count) {
      device.incRef(all.dataId);
      return { value: all, first: offset };
    }
    const part = new Box(box.dtype, count);
    this.ops.write(part, () => this.ops.slice(all, [offset], [count]));
    return { value: part.value!, first: 0 };
  }

  memory(): MemoryReport {
    return { storages: this.#live.size, bytes: this.#bytes, peakBytes: this.#peakBytes };
  }

  dispose(): void {
    if (this.#disposed) return;
    for (const storage of [...this.#live]) this.free(storage);
    this.ops.dispose();
    this.#disposed = true;
  }
}

/** @throws BackendError unless the storage is one of this backend and of the dtype */
function checked(storage: Box, dtype: DType): Box {
  if (!(storage instanceof Box)) throw new BackendError('tfjsBackend: this is no storage of a tfjs backend.');
  storage.checkAlive();
  if (storage.dtype === dtype) return storage;
  throw new BackendError(`tfjsBackend: a storage of ${storage.dtype} cannot be taken for ${dtype}.`);
}

/** `count` elements from `first` on as a host array of the dtype, whatever the tfjs backend read. */
function copied(dtype: DType, values: ArrayLike<number>, first: number, count: number): HostArray {
  const result = hostArray(dtype, count);
  for (let i = 0; i < count; i++) result[i] = values[first + i]!;
  return result;
}

/** Options of `tfjsBackend`. */
export interface TfjsBackendOptions {
  /** Of a tfjs backend whose package was imported: `cpu`, `wasm`, `webgl`, `webgpu`, `tensorflow`... Default: the current one of `tf`. */
  readonly name?: string;
}

/** Where tfjs backends come from. */
const packages: Readonly<Record<string, string>> = {
  cpu: '@tensorflow/tfjs-backend-cpu',
  wasm: '@tensorflow/tfjs-backend-wasm',
  webgl: '@tensorflow/tfjs-backend-webgl',
  webgpu: '@tensorflow/tfjs-backend-webgpu',
  tensorflow: '@tensorflow/tfjs-node',
};

/**
 * A backend of TensorFlow.js 4.22 (Smilkov et al. 2019) as one of Ostinato. `tf` is your own `import * as tf from '@tensorflow/tfjs-core'` (or
 * `'@tensorflow/tfjs'`), and the package of the backend is imported by you as well, so that bundlers see it. The current backend of `tf`
 * stays what it was; values made here are in no `tf.tidy` and not among the tensors that `tf.memory()` counts: `memory()` of this
 * backend reports them.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core';
 * import '@tensorflow/tfjs-backend-wasm';
 *
 * setBackend(await tfjsBackend(tf, { name: 'wasm' }));
 * @throws ArgumentError, and BackendError when there is no such tfjs backend, or it cannot start here
 */
export async function tfjsBackend(tf: TfjsNamespace, options: TfjsBackendOptions = {}): Promise<Backend> {
  if (typeof tf?.getKernel !== 'function' || typeof tf.findBackend !== 'function')
    throw typeError('tfjsBackend', 'tf', "the namespace of tfjs (import * as tf from '@tensorflow/tfjs-core')", tf);
  checkOptions('tfjsBackend', options, ['name']);
  const name = options.name ?? (await current(tf));
  if (typeof name !== 'string') throw typeError('tfjsBackend', 'name', 'a string', name);
  const device = await oneAtATime(tf, () => start(tf, name));
  return new TfjsBackend(new TfjsOps(tf, name, device), tf.version_core);
}

async function current(tf: TfjsNamespace): Promise<string> {
  await tf.ready();
  return tf.getBackend();
}

/** What is under way on a `tf`: it cannot start two backends at a time. */
const starting = Symbol.for('ostinato.tfjs.starting');

function oneAtATime<R>(tf: TfjsNamespace, run: () => Promise<R>): Promise<R> {
  const engine = tf.engine() as { [starting]?: Promise<unknown> };
  const next = Promise.resolve(engine[starting]).then(run);
  engine[starting] = next.catch(() => undefined);
  return next;
}

/** A tfjs backend, ready; the current one stays current. */
async function start(tf: TfjsNamespace, name: string): Promise<TfjsDevice> {
  if ((tf.findBackendFactory(name) ?? null) === null) throw unknown(name);
  const before = tf.getBackend() as string | null | undefined;
  try {
    if (await tf.setBackend(name)) return tf.findBackend(name) as TfjsDevice;
  } finally {
    if (before !== undefined && before !== null && before !== name) await tf.setBackend(before);
  }
  throw new BackendError(
    `tfjsBackend: the tfjs backend "${name}" could not start on this machine; tfjs says why on the console.`,
  );
}

function unknown(name: string): BackendError {
  const from = Object.hasOwn(packages, name) ? packages[name] : undefined;
  const cure =
    from === undefined
      ? `Import the package that registers it first; tfjs has ${Object.keys(packages).join(', ')}.`
      : `npm install ${from}, and import '${from}' before this call.`;
  return new BackendError(`tfjsBackend: no tfjs backend "${name}" was imported. ${cure}`);
}
