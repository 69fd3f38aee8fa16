import { checkLogits, type Logits } from './filter.ts';

/** Keeps the largest logit only, of equal ones the first: sampling then always takes the likeliest token. A filter. */
export function greedy(logits: Logits): Logits {
  checkLogits('greedy', logits);
  let best = 0;
  for (let id = 1; id < logits.length; id++) if (logits[id]! > logits[best]!) best = id;
  const kept = logits.slice().fill(-Infinity);
  kept[best] = logits[best]!;
  return kept;
}
