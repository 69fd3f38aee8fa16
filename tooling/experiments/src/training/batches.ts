import { hostUniform, philoxKey } from '@ostinato/base';

/** An array of a batch. */
export interface Floats {
  readonly data: Float32Array;
  readonly shape: readonly number[];
  readonly dtype: 'float32';
}

/** An array of whole numbers of a batch. */
export interface Integers {
  readonly data: Int32Array;
  readonly shape: readonly number[];
  readonly dtype: 'int32';
}

/** Ids in and ids to predict, `[batch, steps]`; targets of -100 do not count. */
export interface IdBatch {
  readonly inputs: Integers;
  readonly targets: Integers;
}

/** What does not count as a target. */
export const ignored = -100;

export const floats = (data: Float32Array, ...shape: number[]): Floats => ({ data, shape, dtype: 'float32' });

export const integers = (data: Int32Array, ...shape: number[]): Integers => ({ data, shape, dtype: 'int32' });

/** Uniform numbers of [0, 1): the same ones whenever seed and index are the same. */
export const uniforms = (count: number, seed: number, index: number): Float32Array =>
  hostUniform(count, { key: philoxKey(seed), draw: index, step: 0, call: 0 });

/** Batches without end, made one after the other. */
export const endless = <B>(make: (index: number) => B): Iterable<B> => ({
  *[Symbol.iterator]() {
    for (let index = 0; ; index++) yield make(index);
  },
});

/** One sequence of ids: what goes in, and what is to come out. */
export interface IdSequence {
  readonly inputs: readonly number[];
  readonly targets: readonly number[];
}

/** Sequences as one batch of `steps` steps; what is short is filled up behind. */
export function idBatch(sequences: readonly IdSequence[], steps: number): IdBatch {
  const inputs = new Int32Array(sequences.length * steps);
  const targets = new Int32Array(inputs.length).fill(ignored);
  sequences.forEach((sequence, row) => {
    inputs.set(sequence.inputs, row * steps);
    targets.set(sequence.targets, row * steps);
  });
  return {
    inputs: integers(inputs, sequences.length, steps),
    targets: integers(targets, sequences.length, steps),
  };
}

/** The share of targets that count which are met. */
export function share(given: Int32Array, targets: Int32Array): number {
  const counted = targets.filter((wanted) => wanted !== ignored).length;
  return targets.filter((wanted, at) => wanted !== ignored && given[at] === wanted).length / counted;
}
