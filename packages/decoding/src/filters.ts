import { checkInteger, checkNumber } from '@ostinato/base';
import { logProbabilities } from './log-probabilities.ts';

/** Changes logits before a token is drawn; a token that may not be drawn gets -Infinity. Compose them in order. */
export type Filter = (logits: Float32Array) => Float32Array;

/** Divides logits: below 1 sharpens, above 1 flattens the distribution. @throws ArgumentError unless above 0 */
export function temperature(value: number): Filter {
  checkNumber('temperature', 'value', value, { above: 0, below: Infinity });
  return (logits) => logits.map((logit) => logit / value);
}

/** Keeps the `k` most probable tokens, and all that tie with the last of them. @throws ArgumentError unless `k` is at least 1 */
export function topK(k: number): Filter {
  checkInteger('topK', 'k', k, { min: 1 });
  return (logits) => {
    if (k >= logits.length) return logits.slice();
    const least = logits.slice().sort()[logits.length - k]!;
    return logits.map((logit) => (logit < least ? -Infinity : logit));
  };
}

/**
 * Keeps the smallest set of tokens, most probable first, whose probability reaches `p`; always at least one. Nucleus
 * sampling, Holtzman et al. 2020. @throws ArgumentError unless `p` is above 0 and at most 1
 */
export function topP(p: number): Filter {
  checkNumber('topP', 'p', p, { above: 0, max: 1 });
  return (logits) => {
    const logP = logProbabilities('topP', logits);
    const order = Array.from(logits.keys()).sort((a, b) => logP[b]! - logP[a]! || a - b);
    const filtered = new Float32Array(logits.length).fill(-Infinity);
    let mass = 0;
    for (const token of order) {
      if (mass >= p) break;
      filtered[token] = logits[token]!;
      mass += Math.exp(logP[token]!);
    }
    return filtered;
  };
}
