import type { Backend } from '@ostinato/backend';
import type { DType } from '@ostinato/base';
import { isNumber } from '../compile/host.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { full, tensor } from './creation.ts';

/** A scalar of an operand that is a number, perhaps one that changes from run to run. */
export const scalarOf = <D extends DType>(value: number, options: { dtype: D; backend: Backend }): Tensor<D> =>
  typeof value === 'number' ? tensor(value, options) : full([], value, options);

/** Runs an op that makes tensors of those operands that are numbers, and frees them. */
export function freeingNumbers<R>(operands: readonly unknown[], fn: () => R): R {
  return operands.some(isNumber) ? tidy(fn) : fn();
}
