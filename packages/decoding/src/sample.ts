import { checkOptions, fillUniform } from '@ostinato/base';
import { defaultGenerator, type RandomGenerator } from '@ostinato/tensor';
import type { Filter } from './filters.ts';
import { logProbabilities } from './log-probabilities.ts';

/** Options of `sample`. */
export interface SampleOptions {
  /** Applied in order. Default: none. */
  readonly filters?: readonly Filter[];
  /** Default: the default generator. */
  readonly generator?: RandomGenerator;
}

/**
 * Draws a token from softmax(filters(logits)); each call takes one draw of the generator.
 * @throws NumericError for NaN logits or when the filters leave no token
 */
export function sample(logits: Float32Array, options: SampleOptions = {}): number {
  checkOptions('sample', options, ['filters', 'generator']);
  const { filters = [], generator = defaultGenerator() } = options;
  const logP = logProbabilities('sample', filters.reduce((values, filter) => filter(values), logits));
  const uniform = new Float64Array(1);
  fillUniform(uniform, generator.next());
  let left = uniform[0]!;
  let last = 0;
  for (const [token, value] of logP.entries()) {
    if (value === -Infinity) continue;
    last = token;
    left -= Math.exp(value);
    if (left < 0) return token;
  }
  return last;
}

/** The most probable token, the first of equals. @throws NumericError for NaN logits */
export function greedy(logits: Float32Array): number {
  const logP = logProbabilities('greedy', logits);
  return logP.indexOf(logP.reduce((most, value) => Math.max(most, value), -Infinity));
}
