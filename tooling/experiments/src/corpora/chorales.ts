import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IOError } from '@ostinato/base';
import { dataFolder } from '../locations.ts';
import { floats, type Floats } from '../training/batches.ts';

/** The keys of a piano, from MIDI's pitch 21 on. */
export const keys = 88;

/** A piece: the pitches that sound in each quarter. */
type Chorale = readonly (readonly number[])[];

/** Bach's chorales as Boulanger-Lewandowski et al. 2012 split them: 229, 76 and 77. */
export type Chorales = Readonly<Record<'train' | 'valid' | 'test', readonly Chorale[]>>;

/** @throws IOError when the data are not there */
export function readChorales(): Chorales {
  const path = join(dataFolder, 'jsb-chorales/jsb-chorales-quarter.json');
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Chorales;
  } catch (error) {
    throw new IOError(`The chorales are not at ${path}. OSTINATO_DATA names the folder of data sets.`, {
      cause: error,
    });
  }
}

/** Quarters `[batch, steps, 88]`, each with the one that follows it, and 1 where there is one, `[batch, steps, 1]`. */
export interface ChoraleBatch {
  readonly inputs: Floats;
  readonly targets: Floats;
  readonly counted: Floats;
}

/** Pieces as one batch, filled up behind to a multiple of 32 steps, so that few shapes occur. */
export function choraleBatch(pieces: readonly Chorale[]): ChoraleBatch {
  const steps = 32 * Math.ceil((Math.max(...pieces.map(({ length }) => length)) - 1) / 32);
  const roll = (): Float32Array => new Float32Array(pieces.length * steps * keys);
  const [inputs, targets, counted] = [roll(), roll(), new Float32Array(pieces.length * steps)];
  pieces.forEach((piece, row) => {
    for (let step = 0; step + 1 < piece.length; step++) {
      const at = row * steps + step;
      counted[at] = 1;
      for (const pitch of piece[step]!) inputs[at * keys + pitch - 21] = 1;
      for (const pitch of piece[step + 1]!) targets[at * keys + pitch - 21] = 1;
    }
  });
  return {
    inputs: floats(inputs, pieces.length, steps, keys),
    targets: floats(targets, pieces.length, steps, keys),
    counted: floats(counted, pieces.length, steps, 1),
  };
}
