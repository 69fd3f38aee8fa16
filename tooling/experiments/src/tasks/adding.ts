import { floats, type Floats, uniforms } from '../training/batches.ts';

/** Numbers with two marks among them, `[batch, steps, 2]`, and the sum of the marked ones, `[batch, 1]`. */
export interface AddingBatch {
  readonly inputs: Floats;
  readonly targets: Floats;
}

/** The mean square error of one who always says 1. */
export const addingChance = 1 / 6;

/**
 * The adding problem (Hochreiter and Schmidhuber 1997): uniform numbers of [0, 1), one marked in each half, whose sum is asked for at the
 * end. Batch `index` of a seed is always the same.
 */
export function addingBatch(steps: number, batch: number, seed: number, index: number): AddingBatch {
  const draws = uniforms(batch * (steps + 2), seed, index);
  const [inputs, targets] = [new Float32Array(batch * steps * 2), new Float32Array(batch)];
  for (let row = 0; row < batch; row++) {
    const own = draws.subarray(row * (steps + 2), (row + 1) * (steps + 2));
    const half = steps >> 1;
    const marked = [Math.floor(own[steps]! * half), half + Math.floor(own[steps + 1]! * (steps - half))];
    for (let step = 0; step < steps; step++) inputs[2 * (row * steps + step)] = own[step]!;
    for (const step of marked) {
      inputs[2 * (row * steps + step) + 1] = 1;
      targets[row]! += own[step]!;
    }
  }
  return { inputs: floats(inputs, batch, steps, 2), targets: floats(targets, batch, 1) };
}
