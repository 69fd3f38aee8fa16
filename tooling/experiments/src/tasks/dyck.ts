import { idBatch, type IdBatch, uniforms } from '../training/batches.ts';

/** The beginning of a word, and two kinds of brackets: 1 closes with 3, 2 with 4. */
export const dyckIds = 5;

/** Whether an id closes, and so is certain but for when it comes. */
export const closes = (id: number): boolean => id > 2;

/**
 * Beginnings of words of two kinds of brackets that are never more than `depth` deep, `steps` symbols each, every one to be told from those
 * before it: at depth 0 a bracket opens, at the greatest one closes, between them both are as likely (Hewitt et al. 2020). Batch `index` of
 * a seed is always the same.
 */
export function dyckBatch(depth: number, steps: number, batch: number, seed: number, index: number): IdBatch {
  const draws = uniforms(batch * steps * 2, seed, index);
  const words = Array.from({ length: batch }, (_, row) => {
    const open: number[] = [];
    const word = Array.from({ length: steps }, (_step, step) => {
      const [first, second] = [draws[2 * (row * steps + step)]!, draws[2 * (row * steps + step) + 1]!];
      if (open.length === depth || (open.length > 0 && first < 0.5)) return open.pop()! + 2;
      open.push(second < 0.5 ? 1 : 2);
      return open.at(-1)!;
    });
    return { inputs: [0, ...word.slice(0, -1)], targets: word };
  });
  return idBatch(words, steps);
}
