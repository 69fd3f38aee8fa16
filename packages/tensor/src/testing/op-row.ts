import type { DType } from '@ostinato/base';
import type { Tensor } from '../tensor.ts';
import type { Shape } from '../shape.ts';
import type { NdArray } from './nd-array.ts';

/** One input of a sample: values are drawn between `low` and `high`, away from multiples of `avoid`. */
export interface Input {
  readonly shape: Shape;
  readonly dtype?: DType;
  readonly values?: readonly number[];
  readonly low?: number;
  readonly high?: number;
}

/** One way to call an op, with what must come out. */
export interface Sample {
  readonly label: string;
  readonly inputs: readonly Input[];
  /** `T` is loose on purpose: a table holds ops of every dtype. */
  readonly run: (...x: never[]) => Tensor | readonly Tensor[];
  readonly expected: (...x: NdArray[]) => NdArray | readonly NdArray[];
  /** Dtype of the outputs. Default `float32`. */
  readonly gives?: DType;
}

/** A call that must throw, with what its message must mention. `code` is the stable code of the error. */
export interface Misuse {
  readonly label: string;
  readonly inputs: readonly Input[];
  readonly run: (...x: never[]) => unknown;
  readonly code: string;
  readonly says: readonly string[];
}

/** What every generic test of an op is driven by. */
export interface OpRow {
  readonly name: string;
  /** Which dtypes the op takes for its float inputs: other ones must throw a `DTypeError`. */
  readonly takes: 'float' | 'numbers' | 'any';
  /** How often it can be differentiated: 0 for comparisons and the like. Default 2. */
  readonly order?: 0 | 1 | 2;
  readonly samples: readonly Sample[];
  readonly misuses?: readonly Misuse[];
  /** What torch calls it, where that is not `torch.` and the name in snake_case and the table of torch names does not say. */
  readonly torch?: string;
}

/** A float input. */
export const floats = (shape: Shape, low = -2, high = 2): Input => ({ shape, low, high });
/** An int32 input. */
export const ints = (shape: Shape, values: readonly number[]): Input => ({ shape, dtype: 'int32', values });
/** A bool input. */
export const bools = (shape: Shape, values: readonly number[]): Input => ({ shape, dtype: 'bool', values });

/** A sample. */
export function sample(
  label: string,
  inputs: readonly Input[],
  run: Sample['run'],
  expected: Sample['expected'],
  gives: DType = 'float32',
): Sample {
  return { label, inputs, run, expected, gives };
}

/** A misuse. */
export function misuse(
  label: string,
  inputs: readonly Input[],
  run: Misuse['run'],
  code: string,
  ...says: string[]
): Misuse {
  return { label, inputs, run, code, says };
}
