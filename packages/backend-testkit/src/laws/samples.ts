import type { DType, HostArray } from '@ostinato/base';
import type { Shape, Tensor } from '@ostinato/tensor';
import type { NdArray, Sample } from '@ostinato/tensor/testing';

/** A tensor that was read. */
export interface Values {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly data: HostArray;
}

/** What a sample's op gives, as a list. */
export function outputsOf({ run }: Sample, x: readonly Tensor[]): readonly Tensor[] {
  return [(run as (...x: unknown[]) => Tensor | readonly Tensor[])(...x)].flat();
}

/** What its reference gives, as a list. */
export function referencesOf({ expected }: Sample, arrays: readonly NdArray[]): readonly NdArray[] {
  return [expected(...arrays)].flat();
}

/** Reads tensors, without need for a synchronous read, and disposes them whatever happens. */
export async function readAll(tensors: readonly Tensor[]): Promise<Values[]> {
  try {
    return await Promise.all(tensors.map(async (x) => ({ shape: x.shape, dtype: x.dtype, data: await x.data() })));
  } finally {
    for (const x of tensors) x.dispose();
  }
}
