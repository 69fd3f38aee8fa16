import { runtime } from '../runtime.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';

/** What stands in for a session when a function runs only to say what is wrong: nothing changes on the host. */
const rehearsal = {
  box: () => {},
  drew: () => {},
  effect: () => {},
  inspect: (scalars: readonly Tensor[], see: (values: readonly number[]) => void): void =>
    see(scalars.map((scalar) => scalar.dataSync()[0]!)),
  number: (read: () => number): number => read(),
  outside: <R>(fn: () => R): R => fn(),
  initialize: (_: Tensor, fn: () => void): void => fn(),
};

/** What a function throws, if it does. It counts nothing on the host; what it writes to parameters and buffers is for the caller to undo. */
export function errorOf(fn: () => unknown): unknown {
  const state = runtime();
  state.compiling = rehearsal;
  try {
    tidy(() => void fn());
    return undefined;
  } catch (error) {
    return error;
  } finally {
    state.compiling = undefined;
  }
}
