import { ignored, idBatch, type IdBatch, uniforms } from '../training/batches.ts';

/**
 * Bits, and after the last of them whether the number of ones is odd: the only target of a sequence. Lengths are uniform from `shortest`
 * to `longest`; batch `index` of a seed is always the same.
 */
export function parityBatch(
  { shortest = 1, longest }: { readonly shortest?: number; readonly longest: number },
  batch: number,
  seed: number,
  index: number,
): IdBatch {
  const draws = uniforms(batch * (longest + 1), seed, index);
  const sequences = Array.from({ length: batch }, (_, row) => {
    const own = draws.subarray(row * (longest + 1), (row + 1) * (longest + 1));
    const length = shortest + Math.floor(own[longest]! * (longest - shortest + 1));
    const inputs = Array.from(own.subarray(0, length), (draw) => (draw < 0.5 ? 0 : 1));
    const odd = inputs.reduce((sum: number, bit) => sum + bit, 0) % 2;
    return { inputs, targets: inputs.map((_bit, i) => (i === length - 1 ? odd : ignored)) };
  });
  return idBatch(sequences, longest);
}
