import { decodeSafetensors, type TensorEntry } from '@ostinato/safetensors';
import { type Tensor, tensor } from '@ostinato/tensor';
import type { IndexEntry } from './golden-index.ts';

/** A tensor of a golden file. Integers of 64 bits are numbers here. */
export interface StoredTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** Gives the bytes of a file of a golden directory. */
export type ReadFile = (file: string) => Uint8Array;

/** The files of a golden directory, each decoded once. */
export class GoldenFiles {
  readonly #read: ReadFile;
  readonly #cache = new Map<string, ReadonlyMap<string, TensorEntry>>();

  constructor(read: ReadFile) {
    this.#read = read;
  }

  tensors(file: string): ReadonlyMap<string, TensorEntry> {
    let tensors = this.#cache.get(file);
    if (tensors === undefined) {
      tensors = decodeSafetensors(this.#read(file)).tensors;
      this.#cache.set(file, tensors);
    }
    return tensors;
  }
}

/** A case of the index with its tensors, by their names without the prefix. */
export class GoldenCase {
  readonly entry: IndexEntry;
  readonly #files: GoldenFiles;

  constructor(entry: IndexEntry, files: GoldenFiles) {
    this.entry = entry;
    this.#files = files;
  }

  get config(): Readonly<Record<string, unknown>> {
    return this.entry.config ?? {};
  }

  /** The names that the index lists, those with `prefix` only. */
  names(prefix = ''): string[] {
    return Object.keys(this.entry.tensors ?? {}).filter((name) => name.startsWith(prefix));
  }

  has(name: string): boolean {
    return Object.hasOwn(this.entry.tensors ?? {}, name);
  }

  /** @throws Error when the file has no such tensor */
  stored(name: string): StoredTensor {
    const { file = '', prefix = '' } = this.entry;
    const found = this.#files.tensors(file).get(prefix + name);
    if (found === undefined) throw new Error(`${file} has no tensor ${prefix}${name}.`);
    const { dtype, shape, data } = found;
    return {
      dtype,
      shape,
      data: data instanceof BigInt64Array || data instanceof BigUint64Array ? Array.from(data, Number) : data,
    };
  }

  /** A copy on the current backend: floats as float32, integers as int32, BOOL as bool. */
  load(name: string): Tensor {
    const { dtype, shape, data } = this.stored(name);
    if (dtype === 'BOOL') return tensor(Uint8Array.from(data), shape);
    if (/^[IU]/.test(dtype)) return tensor(Int32Array.from(data), shape);
    return tensor(Float64Array.from(data), shape);
  }
}
