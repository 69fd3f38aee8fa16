/**
 * For the authors of layers and losses: ops of one optional kernel each. They return `undefined` where the backend has no such
 * kernel or its gradient might have to be differentiated again; the caller then composes the same of other ops.
 */
export { fusedAttention, type FusedAttentionOptions, fusedSelfAttention } from './fused/attention.ts';
export { type FusedCrossEntropyOptions, fusedCrossEntropy } from './fused/cross-entropy.ts';
export { fusedDropout } from './fused/dropout.ts';
export { fusedGelu } from './fused/gelu.ts';
export { fusedLayerNorm } from './fused/layer-norm.ts';
