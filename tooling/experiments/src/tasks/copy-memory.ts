import { type IdBatch, integers, uniforms } from '../training/batches.ts';

/** Symbols 1 to 8, a blank (0) and a mark (9). */
export const copyIds = 10;

const [kinds, remembered, blank, mark] = [8, 10, 0, 9];

/** What one who knows where symbols are asked for, but not which, loses at each step, in nats. */
export const copyChance = (delay: number): number => (remembered * Math.log(kinds)) / (delay + 2 * remembered);

/**
 * Copy memory (Hochreiter and Schmidhuber 1997; as in Bai et al. 2018): ten symbols, blanks, and from a mark on the ten symbols are to be
 * given back: `delay + 20` steps, of which all count. Batch `index` of a seed is always the same.
 */
export function copyBatch(delay: number, batch: number, seed: number, index: number): IdBatch {
  const steps = delay + 2 * remembered;
  const draws = uniforms(batch * remembered, seed, index);
  const [inputs, targets] = [new Int32Array(batch * steps).fill(blank), new Int32Array(batch * steps).fill(blank)];
  for (let row = 0; row < batch; row++) {
    const symbols = Array.from({ length: remembered }, (_, i) => 1 + Math.floor(kinds * draws[row * remembered + i]!));
    inputs.set(symbols, row * steps);
    inputs.fill(mark, (row + 1) * steps - remembered - 1, (row + 1) * steps);
    targets.set(symbols, (row + 1) * steps - remembered);
  }
  return { inputs: integers(inputs, batch, steps), targets: integers(targets, batch, steps) };
}
