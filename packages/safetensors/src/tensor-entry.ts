import type { TensorArrays, TensorType } from './tensor-type.ts';

/**
 * One tensor of a file: its dtype, its shape (`[]` for a single number, a zero for an empty one) and its elements in
 * row-major order. `dtype` tells the type of `data`, so `if (entry.dtype === 'F32')` narrows it to `Float32Array`.
 */
export type TensorEntry<T extends TensorType = TensorType> = {
  [K in T]: {
    /** What the elements are in the file. */
    readonly dtype: K;
    /** Size of each axis. */
    readonly shape: readonly number[];
    /** Elements in row-major order. */
    readonly data: TensorArrays[K];
  };
}[T];
