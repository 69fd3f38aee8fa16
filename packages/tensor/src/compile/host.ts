import { checkFunction } from '@ostinato/base';
import { LiveNumber } from '@ostinato/program';
import { checkTensors } from '../ops/make.ts';
import { runtime } from '../runtime.ts';
import type { Tensor } from '../tensor.ts';

/**
 * Changes something on the host: now, and in a compiled function in every run. For those who write optimizers and layers that count.
 * @throws ArgumentError when `run` is no function
 */
export function hostEffect(run: () => void): void {
  checkFunction('hostEffect', 'run', run);
  const { compiling } = runtime();
  if (compiling === undefined) run();
  else compiling.effect(run);
}

/**
 * A number that the host works out: now, and in a compiled function for every run. It may reach an op, not an `if`.
 * @throws ArgumentError when `read` is no function
 */
export function hostNumber(read: () => number): number {
  checkFunction('hostNumber', 'read', read);
  return runtime().compiling?.number(read) ?? read();
}

/**
 * Shows the values of scalars to the host where it may look at them at once: now, and in a compiled function in every run. What `see` throws
 * ends the run there.
 * @throws ArgumentError for anything but tensors and a function; StateError where the host can only read asynchronously
 */
export function inspect(tensors: readonly Tensor[], see: (values: readonly number[]) => void): void {
  checkTensors('inspect', tensors);
  checkFunction('inspect', 'see', see);
  const { compiling } = runtime();
  if (compiling === undefined) see(tensors.map((scalar) => scalar.dataSync()[0]!));
  else compiling.inspect(tensors, see);
}

/** Whether an operand is a number, or will be one in every run. */
export const isNumber = (operand: unknown): operand is number =>
  typeof operand === 'number' || operand instanceof LiveNumber;
