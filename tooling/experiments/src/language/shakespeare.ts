import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IOError } from '@ostinato/base';
import { CharacterVocabulary, splitTrainValidation } from '@ostinato/data';
import { dataFolder } from '../locations.ts';

/** A text as ids of characters: the first nine tenths to train on, the rest to validate with. */
export interface CharacterText {
  readonly vocabulary: CharacterVocabulary;
  readonly train: Int32Array;
  readonly validation: Int32Array;
}

/** Tiny Shakespeare, 1,115,394 characters of 65 kinds (Karpathy 2015). @throws IOError when it is not there */
export function readShakespeare(): CharacterText {
  const path = join(dataFolder, 'tiny-shakespeare/input.txt');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new IOError(`Tiny Shakespeare is not at ${path}. OSTINATO_DATA names the folder of data sets.`, {
      cause: error,
    });
  }
  const vocabulary = CharacterVocabulary.fromText(text);
  return { vocabulary, ...splitTrainValidation(vocabulary.encode(text), { validation: 0.1 }) };
}
