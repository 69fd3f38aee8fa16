import { checkInteger } from '@ostinato/base';
import { checkLogits, type LogitFilter } from './filter.ts';

/**
 * Keeps the `k` largest logits (Fan et al. 2018); those equal to the last of them stay too, as in Hugging Face. A `k` beyond
 * the vocabulary keeps all.
 * @throws ArgumentError unless `k` is a whole number of at least 1
 */
export function topK(k: number): LogitFilter {
  checkInteger('topK', 'k', k, { min: 1 });
  return (logits) => {
    checkLogits('topK', logits);
    if (k >= logits.length) return logits.slice();
    const least = logits.slice().sort().at(-k)!;
    return logits.map((logit) => (logit < least ? -Infinity : logit));
  };
}
