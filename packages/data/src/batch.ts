import type { DType } from '@ostinato/base';

/** The typed array that holds each dtype in a batch; `bool` is one byte, 0 or 1. */
export interface BatchArrays {
  /** 32-bit floats. */
  readonly float32: Float32Array;
  /** 32-bit integers: token ids, classes. */
  readonly int32: Int32Array;
  /** One byte an element, 0 or 1. */
  readonly bool: Uint8Array;
}

/** One array of a batch: elements in row-major order, their shape (the batch axis first) and their dtype. */
export type BatchEntry<T extends DType = DType> = {
  [K in T]: {
    /** Elements in row-major order. */
    readonly data: BatchArrays[K];
    /** Size of each axis, the batch first. */
    readonly shape: readonly number[];
    /** What the elements are. */
    readonly dtype: K;
  };
}[T];

/** What a data pipeline hands to a training step: named arrays, no tensors, so it can be made in a worker. */
export type Batch = Readonly<Record<string, BatchEntry>>;
