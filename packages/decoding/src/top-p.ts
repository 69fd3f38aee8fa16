import { checkNumber } from '@ostinato/base';
import { checkLogits, descending, type LogitFilter } from './filter.ts';

/**
 * Keeps the smallest set of likeliest tokens whose probabilities add up to at least `p`, and at least one: the nucleus
 * (Holtzman et al. 2020). Of equal ones the lower ids go first. 1 keeps all.
 * @throws ArgumentError unless `p` is above 0 and at most 1
 */
export function topP(p: number): LogitFilter {
  checkNumber('topP', 'p', p, { above: 0, max: 1 });
  return (logits) => {
    checkLogits('topP', logits);
    if (p === 1) return logits.slice();
    const order = descending(logits);
    const largest = logits[order[0]!]!;
    const weight = (id: number): number => Math.exp(logits[id]! - largest);
    const target = p * order.reduce((sum, id) => sum + weight(id), 0);
    const kept = logits.slice().fill(-Infinity);
    let mass = 0;
    for (const id of order) {
      kept[id] = logits[id]!;
      mass += weight(id);
      if (mass >= target) break;
    }
    return kept;
  };
}
