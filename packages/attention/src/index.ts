/** Attention scores, masks, positions, caches, and the Transformer. */
export type { AttentionResult } from './attention-result.ts';
export { attention, type AttentionOptions } from './heads/attention.ts';
export {
  MultiheadAttention,
  type MultiheadAttentionOptions,
  type MultiheadForwardOptions,
} from './heads/multihead-attention.ts';
export type { CacheOptions, KeyValueState } from './cache/key-value-state.ts';
export { alibi } from './masks/alibi.ts';
export { causal } from './masks/causal.ts';
export { and, or } from './masks/combine.ts';
export { keepWhere } from './masks/keep-where.ts';
export type { AttentionGrid, Mask, MaskTerm } from './masks/mask.ts';
export { padding } from './masks/padding.ts';
export { scoreBias } from './masks/score-bias.ts';
export { torchMask } from './masks/torch-mask.ts';
export { window } from './masks/window.ts';
export type { Activation } from './transformer/feed-forward.ts';
export type { AttentionSequenceOptions } from './transformer/enter-sequence.ts';
export type { TransformerLayerOptions } from './transformer/layer-options.ts';
export type { NormKind } from './transformer/norm-kind.ts';
export { Transformer, type TransformerForwardOptions, type TransformerOptions } from './transformer/transformer.ts';
export { TransformerDecoder, type TransformerDecoderOptions } from './transformer/transformer-decoder.ts';
export {
  type DecoderOptions,
  type DecoderState,
  TransformerDecoderLayer,
} from './transformer/transformer-decoder-layer.ts';
export {
  type StackedLayer,
  type StackState,
  TransformerEncoder,
  type TransformerEncoderOptions,
} from './transformer/transformer-encoder.ts';
export { TransformerEncoderLayer } from './transformer/transformer-encoder-layer.ts';
export type { AlignmentOptions, AlignmentResult } from './alignment/align.ts';
export { globalAttention } from './alignment/global-attention.ts';
export { localAttention, type LocalAttentionOptions } from './alignment/local-attention.ts';
export { monotonicAttention, type MonotonicAttentionOptions } from './alignment/monotonic-attention.ts';
export {
  PredictiveAttention,
  type PredictiveAttentionOptions,
  type PredictiveForwardOptions,
} from './alignment/predictive-attention.ts';
export { AdditiveScore } from './scores/additive-score.ts';
export { ConcatScore } from './scores/concat-score.ts';
export { cosineScore } from './scores/cosine-score.ts';
export { dotScore } from './scores/dot-score.ts';
export { GeneralScore } from './scores/general-score.ts';
export { LocationScore, type LocationScoreOptions } from './scores/location-score.ts';
export { scaledDotScore } from './scores/scaled-dot-score.ts';
export type { Score } from './scores/score.ts';
export type { HiddenScoreOptions, ScoreOptions } from './scores/score-options.ts';
export { GroupedQueryAttention, type GroupedQueryAttentionOptions } from './heads/grouped-query-attention.ts';
export {
  AddPositions,
  type AddPositionsOptions,
  type InputPositions,
  type PlaceState,
} from './positions/add-positions.ts';
export type { HeadPositions } from './positions/head-positions.ts';
export type { RelativeTerms } from './heads/attend.ts';
export { relativeBias, type RelativeBiasOptions } from './positions/relative-bias.ts';
export { RelativePositions, type RelativePositionsOptions } from './positions/relative-positions.ts';
export { RotaryPositions, type RotaryPositionsOptions } from './positions/rotary-positions.ts';
export { SinusoidalPositions, type SinusoidalPositionsOptions } from './positions/sinusoidal-positions.ts';
export { ResidualBlock, type ResidualBlockOptions } from './transformer/residual-block.ts';
export { BERT, type BERTForwardOptions, type BERTOptions, type BERTResult } from './models/bert.ts';
export { GPT, type GPTOptions } from './models/gpt.ts';
export type { WeightTable } from './models/weight-table.ts';
export { T5, type T5DecodeOptions, type T5Options } from './models/t5.ts';
export { TCN, type TCNOptions, type TCNState } from './convolution/tcn.ts';
export { LinearAttention, type LinearAttentionOptions, type LinearAttentionState } from './linear/linear-attention.ts';
export { hopfieldRetrieve, type HopfieldOptions } from './memory/hopfield.ts';
