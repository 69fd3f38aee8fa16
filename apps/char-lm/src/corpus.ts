import { CharacterVocabulary, type ContiguousWindow, contiguousWindows, splitTrainValidation } from '@ostinato/data';

/** A text as ids, in two parts, and the symbols it is made of. */
export interface Corpus {
  readonly vocabulary: CharacterVocabulary;
  /** The first 90 % of the text. */
  readonly train: Int32Array;
  /** The last 10 %. */
  readonly validation: Int32Array;
}

/** Encodes a text and cuts it. A vocabulary that is given must know every character. @throws DataError */
export function makeCorpus(text: string, vocabulary = CharacterVocabulary.fromText(text)): Corpus {
  return { vocabulary, ...splitTrainValidation(vocabulary.encode(text), { validation: 0.1 }) };
}

/** The validation text in order, in as many parallel streams (16 at most) as it fills. */
export function validationWindows(validation: Int32Array): Iterable<ContiguousWindow> {
  const characters = validation.length - 1;
  const steps = Math.min(64, characters);
  const batch = Math.min(16, Math.floor(characters / steps));
  return contiguousWindows(validation, { batch, steps });
}
