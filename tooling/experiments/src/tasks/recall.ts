import { type IdBatch, idBatch, ignored, uniforms } from '../training/batches.ts';

/** How a remembered sequence is to be given back. */
export type Recall = 'copy' | 'reversal';

/** Symbols to remember; one more, the last id, marks their end. */
export const symbols = 10;

/**
 * Sequences of `length` random symbols, a mark, and the same again, as they were or reversed: inputs `[batch, 2 length]` and targets, of
 * which only those after the mark count. Batch `index` of a seed is always the same. Chance is `log(symbols)` nats.
 */
export function recallBatch(kind: Recall, length: number, batch: number, seed: number, index: number): IdBatch {
  const draws = uniforms(batch * length, seed, index);
  const sequences = Array.from({ length: batch }, (_, row) => {
    const given = Array.from({ length }, (_step, i) => Math.floor(symbols * draws[row * length + i]!));
    const wanted = kind === 'copy' ? given : [...given].reverse();
    return {
      inputs: [...given, symbols, ...wanted.slice(0, -1)],
      targets: [...Array<number>(length).fill(ignored), ...wanted],
    };
  });
  return idBatch(sequences, 2 * length);
}
