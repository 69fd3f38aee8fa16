import { checkInteger } from '@ostinato/base';
import { Mask } from './mask.ts';

/**
 * A query sees keys that are fewer than `size` steps away: `size - 1` before it, itself, and `ahead` after it (default `size - 1`). With a
 * fused kernel, work and memory grow with the steps, not with their square. Child et al. 2019; `and(causal(), window(n))` is a
 * sliding window (Beltagy et al. 2020).
 * @throws ArgumentError
 */
export function window(size: number, ahead: number = size - 1): Mask {
  checkInteger('window', 'size', size, { min: 1 });
  checkInteger('window', 'ahead', ahead, { min: 0 });
  return new Mask(size - 1, ahead);
}
