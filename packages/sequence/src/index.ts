/** What every sequence layer shares: the call shape, layouts, lengths and masks. */
export { heldOutput } from './held-output.ts';
export { lastHidden } from './last-hidden.ts';
export { fromTimeMajor, type Layout, toTimeMajor } from './layout.ts';
export type { SequenceLayer, SequenceOptions, SequenceResult } from './sequence-layer.ts';
export { stream, type Stream, type StreamOptions } from './stream.ts';
