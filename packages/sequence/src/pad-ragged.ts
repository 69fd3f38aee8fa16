import { checkInteger, checkOptions, typeError } from '@ostinato/base';
import { type Tensor, tensor } from '@ostinato/tensor';
import type { NestedLengths } from './hierarchical-encoder.ts';

/** Sequences of sequences of whole numbers, of any depth and any lengths: documents of sentences of word ids. */
export type Ragged = readonly (number | Ragged)[];

/** Options of `padRagged`. */
export interface PadRaggedOptions {
  /** What stands in the padding. Default 0. */
  readonly paddingValue?: number;
}

/** What `padRagged` gives. */
export interface PaddedRagged {
  /** One axis for each depth, `[documents, sentences, words]`. */
  readonly values: Tensor<'int32'>;
  /** Of the innermost arrays, nested as they were. */
  readonly lengths: NestedLengths;
}

/**
 * Nested arrays of whole numbers as one padded tensor, `[documents, sentences, words]`, and their lengths as `HierarchicalEncoder` takes them.
 * Arrays may be empty.
 * @throws ArgumentError when depths differ, or for something that is no whole number
 *
 * @example
 * const { values, lengths } = padRagged([[[4, 8], [15]], [[16, 23, 42]]]); // [2, 2, 3], [[2, 1], [3]]
 */
export function padRagged(ragged: Ragged, options: PadRaggedOptions = {}): PaddedRagged {
  checkOptions('padRagged', options, ['paddingValue']);
  const paddingValue = checkInteger('padRagged', 'paddingValue', options.paddingValue ?? 0);
  const shape = shapeOf(ragged);
  const data = new Int32Array(shape.reduce((product, size) => product * size, 1)).fill(paddingValue);
  const lengths = fill(ragged, data, shape, 0, 'ragged') as NestedLengths;
  return { values: tensor(data, shape, { dtype: 'int32' }) as Tensor<'int32'>, lengths };
}

/** The largest size at each depth. */
function shapeOf(ragged: Ragged): number[] {
  if (!Array.isArray(ragged)) throw typeError('padRagged', 'ragged', 'nested arrays of whole numbers', ragged);
  const shape = [ragged.length];
  for (let level: readonly unknown[] = ragged; level.some(Array.isArray); ) {
    const parts = level.filter((part): part is unknown[] => Array.isArray(part));
    shape.push(Math.max(1, ...parts.map((part) => part.length))); // one step of padding where all are empty
    level = parts.flat();
  }
  return shape;
}

/** Writes the numbers from `at` on; returns the lengths. */
function fill(
  part: Ragged[number],
  data: Int32Array,
  [size, ...inner]: readonly number[],
  at: number,
  path: string,
): number | NestedLengths {
  if (size === undefined) {
    data[at] = checkInteger('padRagged', path, part, { min: -(2 ** 31), max: 2 ** 31 - 1 });
    return 0;
  }
  if (!Array.isArray(part)) throw typeError('padRagged', path, 'an array, as others at its depth are', part);
  const stride = inner.reduce((product, next) => product * next, 1);
  const lengths = part.map((one, i) => fill(one, data, inner, at + i * stride, `${path}[${i}]`));
  return inner.length === 0 ? part.length : lengths;
}
