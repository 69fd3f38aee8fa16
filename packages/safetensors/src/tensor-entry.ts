import type { TensorArrays, TensorType } from './tensor-type.ts';

/**
 * One tensor of a file: its dtype, its shape (`[]` for a single number, a zero for an empty one) and its elements in
 * row-major order. `dtype` tells the type of `data`, so `if (entry.dtype === 'F32')` narrows it to `Float32Array`.
 */
export type TensorEntry<T extends TensorType = TensorType> = {
  [K in T]: { readonly dtype: K; readonly shape: readonly number[]; readonly data: TensorArrays[K] };
}[T];
