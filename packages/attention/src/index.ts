/** Attention scores, masks, positions, caches, and the Transformer. */
export type { AttentionResult } from './attention-result.ts';
export { attention, type AttentionOptions } from './heads/attention.ts';
export {
  MultiheadAttention,
  type MultiheadAttentionOptions,
  type MultiheadForwardOptions,
} from './heads/multihead-attention.ts';
export { type KeyValueState, keyValueState, type KeyValueStateOptions } from './cache/key-value-state.ts';
export { alibi } from './masks/alibi.ts';
export { causal } from './masks/causal.ts';
export { and, or } from './masks/combine.ts';
export { keepWhere } from './masks/keep-where.ts';
export type { AttentionGrid, Mask, MaskTerm } from './masks/mask.ts';
export { padding } from './masks/padding.ts';
export { scoreBias } from './masks/score-bias.ts';
export { torchMask, torchPaddingMask } from './masks/torch-mask.ts';
export { window } from './masks/window.ts';
