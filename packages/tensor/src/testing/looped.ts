import { runtime, synchronous } from '../runtime.ts';

/**
 * Runs `fn` with every `scan` in it as a loop that calls its step once for each time: what a recorded scan must equal.
 * @throws ArgumentError when `fn` returns a promise
 */
export function looped<R>(fn: () => R): R {
  const state = runtime();
  const before = state.loops;
  state.loops = true;
  try {
    return synchronous('looped', fn());
  } finally {
    state.loops = before;
  }
}
