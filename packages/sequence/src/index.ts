/** What every sequence layer shares: the call shape, layouts, lengths and masks, pooling, and running in pieces. */
export { type ChunkOptions, forwardInChunks } from './forward-in-chunks.ts';
export { heldOutput } from './held-output.ts';
export { lastHidden } from './last-hidden.ts';
export { fromTimeMajor, type Layout, toTimeMajor } from './layout.ts';
export { checkSequenceOptions, maskPadding, type Padding, stepMask } from './padding.ts';
export { pool, type Pooling, type Scorer } from './pool.ts';
export type {
  EncodeResult,
  SequenceEncoder,
  SequenceLayer,
  SequenceOptions,
  SequenceResult,
} from './sequence-layer.ts';
export { stream, type Stream, type StreamOptions } from './stream.ts';
export {
  HierarchicalEncoder,
  type HierarchicalResult,
  type NestedLengths,
} from './hierarchical-encoder.ts';
export {
  forwardPacked,
  isPacked,
  type PackedOptions,
  type PackedResult,
  type PackedSequence,
  type PackOptions,
  type PaddedSequences,
  packPadded,
  type PadOptions,
  padPacked,
} from './packed-sequence.ts';
export { type PaddedRagged, padRagged, type PadRaggedOptions, type Ragged } from './pad-ragged.ts';
export { Pooled, type Readout } from './pooled.ts';
export type { StepHead, VectorHead } from './heads.ts';
export { type ManyToMany, manyToMany, manyToManyUnaligned, type UseSeq2Seq } from './many-to-many.ts';
export { type ManyToOne, manyToOne } from './many-to-one.ts';
export { type OneToMany, oneToMany, type OneToManyOptions } from './one-to-many.ts';
export { type OneToOne, oneToOne } from './one-to-one.ts';
export { type NoState, type StepModule, TimeDistributed } from './time-distributed.ts';
