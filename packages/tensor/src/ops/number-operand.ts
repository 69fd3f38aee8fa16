import { tidy } from '../tidy.ts';

/** Runs an op that makes tensors of those operands that are numbers, and frees them. */
export function freeingNumbers<R>(operands: readonly unknown[], fn: () => R): R {
  return operands.some((x) => typeof x === 'number') ? tidy(fn) : fn();
}
