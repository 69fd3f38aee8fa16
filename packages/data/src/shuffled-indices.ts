import { philox, type PhiloxKey, philoxKey } from '@ostinato/base';
import { drawBelow } from './draw-below.ts';

/** Sets shuffles apart from other draws with the same seed ("shuf" in ASCII). */
const purpose = 0x73687566;

/** The 32-bit words of one epoch's Philox stream, one after the other. */
function wordsOf(key: PhiloxKey, epoch: number): () => number {
  const words = new Uint32Array(4);
  let drawn = 0;
  return () => {
    if (drawn % 4 === 0) philox(drawn / 4, epoch >>> 0, Math.floor(epoch / 2 ** 32), purpose, key, words);
    return words[drawn++ % 4]!;
  };
}

/**
 * The numbers 0 to `count - 1` in random order (Fisher and Yates 1938; Durstenfeld 1964), every order equally likely;
 * a pure function of its arguments. `count` is below 2^31, `seed` and `epoch` are whole numbers from 0 to 2^53 - 1.
 */
export function shuffledIndices(count: number, { seed, epoch }: { seed: number; epoch: number }): Int32Array {
  const indices = new Int32Array(count);
  for (let i = 1; i < count; i++) indices[i] = i;
  const word = wordsOf(philoxKey(seed), epoch);
  for (let last = count - 1; last > 0; last--) {
    const other = drawBelow(last + 1, word);
    const moved = indices[last]!;
    indices[last] = indices[other]!;
    indices[other] = moved;
  }
  return indices;
}
