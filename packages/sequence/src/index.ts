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
