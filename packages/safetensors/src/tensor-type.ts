import { bfloat16ToFloat, floatToBfloat16 } from './bfloat16.ts';
import { floatToHalf, halfToFloat } from './half.ts';

/** The typed array that holds each dtype on the host. `F16` and `BF16` are widened to float32, which is exact. */
export interface TensorArrays {
  /** Double precision. */
  readonly F64: Float64Array;
  /** Single precision. */
  readonly F32: Float32Array;
  /** Half precision: 5 bits of exponent, 10 of fraction. */
  readonly F16: Float32Array;
  /** Brain float: 8 bits of exponent, 7 of fraction. */
  readonly BF16: Float32Array;
  /** Signed integers of 64 bits. */
  readonly I64: BigInt64Array;
  /** Signed integers of 32 bits. */
  readonly I32: Int32Array;
  /** Signed integers of 16 bits. */
  readonly I16: Int16Array;
  /** Signed integers of 8 bits. */
  readonly I8: Int8Array;
  /** Unsigned integers of 64 bits. */
  readonly U64: BigUint64Array;
  /** Unsigned integers of 32 bits. */
  readonly U32: Uint32Array;
  /** Unsigned integers of 16 bits. */
  readonly U16: Uint16Array;
  /** Unsigned integers of 8 bits. */
  readonly U8: Uint8Array;
  /** 0 or 1, a byte each. */
  readonly BOOL: Uint8Array;
}

/** A dtype as a safetensors file spells it: `F32`, `BF16`, `I64`, `BOOL`... */
export type TensorType = keyof TensorArrays;

/** What is known of one dtype. */
export interface TensorTypeRow<A> {
  /** Bytes of one element in the file. */
  readonly bytes: 1 | 2 | 4 | 8;
  /** The typed array on the host. */
  readonly array: { new (buffer: ArrayBuffer): A; readonly name: string };
  /** From 16 bits in the file to the bits of a float32, for types that JavaScript has no array for. */
  readonly widen?: (bits: number) => number;
  /** From the bits of a float32 to 16 bits, rounding to nearest, ties to even. */
  readonly narrow?: (bits: number) => number;
}

/**
 * All dtypes, in the order in which the reference implementation writes them: wide elements first, so that every
 * tensor starts at a multiple of its element size.
 */
export const tensorTypes: { readonly [T in TensorType]: TensorTypeRow<TensorArrays[T]> } = {
  U64: { bytes: 8, array: BigUint64Array },
  I64: { bytes: 8, array: BigInt64Array },
  F64: { bytes: 8, array: Float64Array },
  F32: { bytes: 4, array: Float32Array },
  U32: { bytes: 4, array: Uint32Array },
  I32: { bytes: 4, array: Int32Array },
  BF16: { bytes: 2, array: Float32Array, widen: bfloat16ToFloat, narrow: floatToBfloat16 },
  F16: { bytes: 2, array: Float32Array, widen: halfToFloat, narrow: floatToHalf },
  U16: { bytes: 2, array: Uint16Array },
  I16: { bytes: 2, array: Int16Array },
  I8: { bytes: 1, array: Int8Array },
  U8: { bytes: 1, array: Uint8Array },
  BOOL: { bytes: 1, array: Uint8Array },
};

/** The names of all dtypes, in writing order. */
export const tensorTypeNames: readonly TensorType[] = Object.keys(tensorTypes) as TensorType[];

/** Whether a name is one of the dtypes above. */
export function isTensorType(name: unknown): name is TensorType {
  return typeof name === 'string' && Object.hasOwn(tensorTypes, name);
}
