import { checkInteger } from '@ostinato/base';
import { Mask } from './mask.ts';

/**
 * A query sees itself and what came before: what makes a decoder. `past` keys stand before the first query (default 0).
 * @throws ArgumentError
 *
 * @example
 * const { context } = attention(q, k, v, { mask: causal() });
 */
export function causal(past = 0): Mask {
  checkInteger('causal', 'past', past);
  return new Mask(Infinity, past);
}
