import type { DType } from '@ostinato/base';
import type { FloatArray, JsStorage } from './storage.ts';

/** The array of a dtype's elements. */
export type View<D extends DType> = D extends 'float32' ? FloatArray : D extends 'int32' ? Int32Array : Uint8Array;

const views = {
  float32: (storage: JsStorage): FloatArray => storage.floats,
  int32: (storage: JsStorage): Int32Array => storage.ints,
  bool: (storage: JsStorage): Uint8Array => storage.bools,
};

/** A function from storages to the arrays of a dtype. */
export function viewOf<D extends DType>(dtype: D): (storage: JsStorage) => View<D> {
  return views[dtype] as (storage: JsStorage) => View<D>;
}
