import { typeError } from '@ostinato/base';

/** One score a token, unnormalized: `[vocabulary]` host values. What a filter removed is -Infinity. */
export type Logits = Float32Array | Float64Array;

/**
 * A change of the next token's distribution: logits in, new logits of the same length out. Filters are plain functions, so
 * your own fits anywhere; they run in the order they are listed.
 */
export type LogitFilter = (logits: Logits) => Logits;

/** Checks that an argument is a float array of logits and returns it. @throws ArgumentError */
export function checkLogits(where: string, logits: unknown): Logits {
  if ((logits instanceof Float32Array || logits instanceof Float64Array) && logits.length > 0) return logits;
  throw typeError(where, 'logits', 'a Float32Array or Float64Array with at least one element', logits);
}

/** Positions from the largest logit to the smallest; equal ones in the order of their ids. */
export function descending(logits: Logits): Uint32Array {
  return Uint32Array.from(logits.keys()).sort((a, b) => logits[b]! - logits[a]! || a - b);
}
