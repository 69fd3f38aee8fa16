import { checkFunction, checkOptions, fillUniform, NumericError, typeError } from '@ostinato/base';
import { defaultGenerator, RandomGenerator } from '@ostinato/tensor';
import { checkLogits, type LogitFilter, type Logits } from './filter.ts';

/** Options of `sample`. */
export interface SampleOptions {
  /** Run in this order, the usual one being temperature, topK, topP. Default: none. */
  readonly filters?: readonly LogitFilter[];
  /** One draw of it is used for each token. Default: the default generator. */
  readonly generator?: RandomGenerator;
}

/** Checks the options that sampling and generation share. @throws ArgumentError */
export function checkSampling(where: string, { filters = [], generator }: SampleOptions): void {
  if (!Array.isArray(filters))
    throw typeError(where, 'filters', 'an array of filters such as [temperature(0.8)]', filters);
  filters.forEach((filter: LogitFilter, i) => checkFunction(where, `filters[${i}]`, filter));
  if (generator !== undefined && !(generator instanceof RandomGenerator))
    throw typeError(where, 'generator', 'a RandomGenerator', generator);
}

/**
 * Draws a token id from the softmax of logits `[vocabulary]`: the first id whose cumulated probability exceeds a uniform
 * number of 48 bits, so equal logits, filters and generators give equal tokens everywhere.
 * @throws NumericError for NaN or +Infinity, or when nothing is left (all -Infinity); no draw is used up then
 *
 * @example
 * const id = sample(logits, { filters: [temperature(0.8), topK(40)], generator: new RandomGenerator(1) });
 */
export function sample(logits: Logits, options: SampleOptions = {}): number {
  checkOptions('sample', options, ['filters', 'generator']);
  checkSampling('sample', options);
  const { filters = [], generator = defaultGenerator() } = options;
  checkFinite(checkLogits('sample', logits), 'the logits');
  const filtered = filters.reduce((current, filter) => filter(current), logits);
  const largest = checkFinite(checkLogits('sample', filtered), 'the filtered logits');
  const weights = Float64Array.from(filtered, (logit) => Math.exp(logit - largest));
  return pick(weights, uniform(generator) * weights.reduce((sum, weight) => sum + weight, 0));
}

/** The largest logit. @throws NumericError */
function checkFinite(logits: Logits, what: string): number {
  let largest = -Infinity;
  for (const [id, logit] of logits.entries()) {
    if (Number.isNaN(logit) || logit === Infinity) {
      throw new NumericError(
        `sample: ${what} must not be NaN or Infinity, got ${logit} for token ${id}. Look at the model's weights.`,
      );
    }
    largest = Math.max(largest, logit);
  }
  if (largest > -Infinity) return largest;
  throw new NumericError(
    `sample: ${what} are all -Infinity, so no token can be drawn. A filter removed too much, or a mask covers every token.`,
  );
}

/** The first position at which the running sum exceeds `target`; rounding cannot lead to a removed token. */
function pick(weights: Float64Array, target: number): number {
  let sum = 0;
  let last = 0;
  for (const [id, weight] of weights.entries()) {
    if (weight === 0) continue;
    last = id;
    sum += weight;
    if (sum > target) return id;
  }
  return last;
}

/** A number in [0, 1) with 48 random bits, from one draw. */
function uniform(generator: RandomGenerator): number {
  const halves = new Float64Array(2);
  fillUniform(halves, generator.next());
  return halves[0]! + halves[1]! * 2 ** -24;
}
