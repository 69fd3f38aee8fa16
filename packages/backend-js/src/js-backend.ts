import type { Backend, Kernels, MemoryReport } from '@ostinato/backend';
import { checkOneOf, checkOptions, DisposedError, type DType, type HostArray, OutOfMemoryError } from '@ostinato/base';
import { attention } from './fused/attention.ts';
import { attentionBackward } from './fused/attention-backward.ts';
import { crossEntropy } from './fused/cross-entropy.ts';
import { dropout } from './fused/dropout.ts';
import { gelu } from './fused/gelu.ts';
import { layerNorm } from './fused/layer-norm.ts';
import { indexing } from './indexing.ts';
import { products } from './matmul.ts';
import { movement } from './movement.ts';
import { optimizerSteps } from './optimizer-steps.ts';
import { biasedProducts } from './matmul-bias.ts';
import { packing } from './packed.ts';
import { pointwise } from './pointwise.ts';
import { random } from './random.ts';
import { rowKernels } from './rows.ts';
import { type FloatArrayType, JsStorage } from './storage.ts';
import { viewOf } from './views.ts';

/** Options of `jsBackend`. */
export interface JsBackendOptions {
  /** What `float32` tensors are computed in. `float64` is for gradient checks. Default `float32`. */
  readonly float?: 'float32' | 'float64';
}

const kernels: Kernels<JsStorage> = {
  ...pointwise,
  ...products,
  ...biasedProducts,
  ...packing,
  ...rowKernels,
  ...indexing,
  ...movement,
  ...random,
  ...optimizerSteps,
  ...crossEntropy,
  ...layerNorm,
  ...dropout,
  ...gelu,
  attention: attention,
  attentionBackward: attentionBackward,
};

/**
 * The reference backend: plain loops over typed arrays, addressable, one thread, in any JavaScript engine.
 * Sums are held in double precision and rounded once.
 * @throws ArgumentError on an unknown option or value
 */
export function jsBackend(options: JsBackendOptions = {}): Backend<JsStorage> {
  checkOptions('jsBackend', options, ['float']);
  const float = checkOneOf('jsBackend', 'float', options.float ?? 'float32', ['float32', 'float64']);
  return new JsBackend(float);
}

class JsBackend implements Backend<JsStorage> {
  readonly name = 'js';
  readonly tolerance = 1;
  readonly features: readonly string[] = [];
  readonly kernels = kernels;
  readonly float: 'float32' | 'float64';
  readonly #Float: FloatArrayType;
  readonly #live = new Set<JsStorage>();
  #bytes = 0;
  #peakBytes = 0;
  #disposed = false;

  constructor(float: 'float32' | 'float64') {
    this.float = float;
    this.#Float = float === 'float64' ? Float64Array : Float32Array;
  }

  elementBytes(dtype: DType): number {
    return dtype === 'float32' ? this.#Float.BYTES_PER_ELEMENT : dtype === 'int32' ? 4 : 1;
  }

  allocate(dtype: DType, count: number): JsStorage {
    this.#checkAlive();
    const bytes = count * this.elementBytes(dtype);
    const storage = new JsStorage(this.#newBuffer(bytes), 0, this.#Float);
    this.#live.add(storage);
    this.#bytes += bytes;
    this.#peakBytes = Math.max(this.#peakBytes, this.#bytes);
    return storage;
  }

  #checkAlive(): void {
    if (this.#disposed) throw new DisposedError('jsBackend: this backend was disposed. Make a new one.');
  }

  #newBuffer(bytes: number): ArrayBuffer {
    try {
      return new ArrayBuffer(bytes);
    } catch (cause) {
      const held = `${this.#bytes} bytes are in use`;
      throw new OutOfMemoryError(`jsBackend: cannot allocate ${bytes} bytes; ${held}.`, { cause });
    }
  }

  free(storage: JsStorage): void {
    if (!this.#live.delete(storage)) return;
    this.#bytes -= storage.buffer.byteLength;
  }

  at(storage: JsStorage, bytes: number): JsStorage {
    return bytes === 0 ? storage : new JsStorage(storage.buffer, storage.byteOffset + bytes, this.#Float);
  }

  write(storage: JsStorage, dtype: DType, data: HostArray): void {
    this.#checkAlive();
    viewOf(dtype)(storage).set(data);
  }

  async read(storage: JsStorage, dtype: DType, offset: number, count: number): Promise<HostArray> {
    return this.readSync(storage, dtype, offset, count);
  }

  readSync(storage: JsStorage, dtype: DType, offset: number, count: number): HostArray {
    this.#checkAlive();
    return viewOf(dtype)(storage).slice(offset, offset + count);
  }

  memory(): MemoryReport {
    return { storages: this.#live.size, bytes: this.#bytes, peakBytes: this.#peakBytes };
  }

  dispose(): void {
    this.#disposed = true;
    this.#live.clear();
    this.#bytes = 0;
  }
}
