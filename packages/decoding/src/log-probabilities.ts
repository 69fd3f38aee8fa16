import { NumericError } from '@ostinato/base';

/**
 * Logarithms of softmax(logits), in double precision.
 * @throws NumericError for a logit that is NaN or +Infinity, and when no token is left
 */
export function logProbabilities(where: string, logits: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(logits);
  const bad = values.findIndex((logit) => Number.isNaN(logit) || logit === Infinity);
  if (bad >= 0) throw new NumericError(`${where}: logit ${bad} is ${values[bad]}. The model has diverged, or a filter divides by zero.`);
  const largest = values.reduce((most, logit) => Math.max(most, logit), -Infinity);
  if (largest === -Infinity) throw new NumericError(`${where}: all ${values.length} logits are -Infinity: no token is left to draw.`);
  const logSum = largest + Math.log(values.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
  return values.map((logit) => logit - logSum);
}
