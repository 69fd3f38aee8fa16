import type { DType } from '@ostinato/base';

/** The typed array that holds each dtype in a batch; `bool` is one byte, 0 or 1. */
export interface BatchArrays {
  readonly float32: Float32Array;
  readonly int32: Int32Array;
  readonly bool: Uint8Array;
}

/** One array of a batch: elements in row-major order, their shape (the batch axis first) and their dtype. */
export type BatchEntry<T extends DType = DType> = {
  [K in T]: { readonly data: BatchArrays[K]; readonly shape: readonly number[]; readonly dtype: K };
}[T];

/** What a data pipeline hands to a training step: named arrays, no tensors, so it can be made in a worker. */
export type Batch = Readonly<Record<string, BatchEntry>>;
