import { hostUniform, philoxKey } from '@ostinato/base';

/** How a remembered sequence is to be given back. */
export type Recall = 'copy' | 'reversal';

/** Symbols to remember; one more, the last id, marks their end. */
export const symbols = 10;

/** A batch as a training step takes it. */
export interface RecallBatch {
  readonly inputs: { readonly data: Int32Array; readonly shape: readonly number[]; readonly dtype: 'int32' };
  readonly targets: { readonly data: Int32Array; readonly shape: readonly number[]; readonly dtype: 'int32' };
}

/** What does not count as a target. */
export const ignored = -100;

/**
 * Sequences of `length` random symbols, a mark, and the same again, as they were or reversed: inputs `[batch, 2 length]` and targets, of
 * which only those after the mark count. Batch `index` of a seed is always the same. Chance is `log(symbols)` nats.
 */
export function recallBatch(kind: Recall, length: number, batch: number, seed: number, index: number): RecallBatch {
  const draws = hostUniform(batch * length, { key: philoxKey(seed), draw: index, step: 0, call: 0 });
  const steps = 2 * length;
  const [inputs, targets] = [new Int32Array(batch * steps), new Int32Array(batch * steps)];
  for (let row = 0; row < batch; row++) {
    const given = Array.from({ length }, (_, i) => Math.floor(symbols * draws[row * length + i]!));
    const wanted = kind === 'copy' ? given : [...given].reverse();
    const whole = [...given, symbols, ...wanted];
    for (let i = 0; i < steps; i++) {
      inputs[row * steps + i] = whole[i]!;
      targets[row * steps + i] = i < length ? ignored : whole[i + 1]!;
    }
  }
  const entry = (data: Int32Array) => ({ data, shape: [batch, steps], dtype: 'int32' as const });
  return { inputs: entry(inputs), targets: entry(targets) };
}
