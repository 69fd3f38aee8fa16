import type { DType } from '@ostinato/base';
import type { Tensor } from '../tensor.ts';
import type { Shape } from '../shape.ts';
import type { NdArray } from './nd-array.ts';

/** One input of a sample: values are drawn between `low` and `high`, away from multiples of `avoid`. */
export interface Input {
  /** Size of each axis. */
  readonly shape: Shape;
  /** Default `float32`. */
  readonly dtype?: DType;
  /** The elements, instead of drawn ones. */
  readonly values?: readonly number[];
  /** The least value drawn. */
  readonly low?: number;
  /** The greatest value drawn. */
  readonly high?: number;
}

/** One way to call an op, with what must come out. */
export interface Sample {
  /** What is special about it, for the title of a test. */
  readonly label: string;
  /** What `run` is called with. */
  readonly inputs: readonly Input[];
  /** `T` is loose on purpose: a table holds ops of every dtype. */
  readonly run: (...x: never[]) => Tensor | readonly Tensor[];
  /** The same, naively, on plain arrays. */
  readonly expected: (...x: NdArray[]) => NdArray | readonly NdArray[];
  /** Dtype of the outputs. Default `float32`. */
  readonly gives?: DType;
}

/** A call that must throw, with what its message must mention. `code` is the stable code of the error. */
export interface Misuse {
  /** What is wrong, for the title of a test. */
  readonly label: string;
  /** What `run` is called with. */
  readonly inputs: readonly Input[];
  /** The call. */
  readonly run: (...x: never[]) => unknown;
  /** The code of the error. */
  readonly code: string;
  /** What its message mentions. */
  readonly says: readonly string[];
}

/** What every generic test of an op is driven by. */
export interface OpRow {
  /** The name it is exported by. */
  readonly name: string;
  /** Which dtypes the op takes for its float inputs: other ones must throw a `DTypeError`. */
  readonly takes: 'float' | 'numbers' | 'any';
  /** How often it can be differentiated: 0 for comparisons and the like. Default 2. */
  readonly order?: 0 | 1 | 2;
  /** Right calls. */
  readonly samples: readonly Sample[];
  /** Wrong ones. Default: none. */
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
