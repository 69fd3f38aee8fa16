import { idBatch, type IdBatch, type IdSequence, uniforms } from '../training/batches.ts';

/** The edge of a word, a and b. */
export const countingIds = 3;

const [edge, a, b] = [0, 1, 2];

/** The word of n a's and n b's, each symbol to be told from those before it: what comes after the first b is certain. */
export function countingWord(n: number): IdSequence {
  const word = [...Array<number>(n).fill(a), ...Array<number>(n).fill(b)];
  return { inputs: [edge, ...word], targets: [...word, edge] };
}

/** Words with n uniform from 1 to `longest`; batch `index` of a seed is always the same. */
export function countingBatch(longest: number, batch: number, seed: number, index: number): IdBatch {
  const draws = uniforms(batch, seed, index);
  const words = Array.from(draws, (draw) => countingWord(1 + Math.floor(draw * longest)));
  return idBatch(words, 2 * longest + 1);
}
