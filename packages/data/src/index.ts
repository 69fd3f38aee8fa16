/** Vocabularies, splits, windows and batches: plain typed arrays, no tensors. */
export type { Batch, BatchArrays, BatchEntry } from './batch.ts';
export type { BatchSource, Position } from './batch-source.ts';
export { CharacterVocabulary, type CharacterVocabularyOptions } from './character-vocabulary.ts';
export { type ContiguousWindow, contiguousWindows, type ContiguousWindowsOptions } from './contiguous-windows.ts';
export { type PositionedIterator, repeat, type RepeatOptions } from './repeat.ts';
export { shuffledWindows, type ShuffledWindowsOptions } from './shuffled-windows.ts';
export {
  type NumberArray,
  type SplitOptions,
  splitTrainValidation,
  type TrainValidation,
} from './split-train-validation.ts';
export type { VocabularyJson } from './vocabulary-json.ts';
export type { Window } from './window.ts';
