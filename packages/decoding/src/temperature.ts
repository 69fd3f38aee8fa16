import { checkNumber } from '@ostinato/base';
import { checkLogits, type LogitFilter } from './filter.ts';

/**
 * Divides logits by `value`: below 1 the likely become likelier, above 1 all become more alike.
 * @throws ArgumentError unless it is above 0 and finite (for 0 use `greedy`)
 */
export function temperature(value: number): LogitFilter {
  checkNumber('temperature', 'value', value, { above: 0, below: Infinity });
  return (logits) => checkLogits('temperature', logits).map((logit) => logit / value);
}
