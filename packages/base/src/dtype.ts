import { DTypeError } from './errors.ts';
import { describe } from './arguments.ts';
import { nearestName } from './nearest.ts';

/** Element types: 32-bit floats, 32-bit integers (indices) and booleans (masks, one byte). */
export const dtypes = ['float32', 'int32', 'bool'] as const;

/** One of `float32`, `int32` and `bool`. */
export type DType = (typeof dtypes)[number];

/** The typed arrays that hold elements on the host: `bool` is a `Uint8Array` of 0 and 1. */
export type HostArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/** Checks a dtype name and returns it. @throws DTypeError listing the accepted names */
export function checkDType(where: string, value: unknown): DType {
  if (dtypes.includes(value as DType)) return value as DType;
  const near = typeof value === 'string' ? nearestName(value, dtypes) : undefined;
  const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
  throw new DTypeError(`${where}: dtype must be one of ${dtypes.join(', ')}, got ${describe(value)}.${hint}`);
}
