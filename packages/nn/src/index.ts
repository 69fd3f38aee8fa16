/** Modules, state dicts, basic layers and losses. */
export type { Module } from '@ostinato/tensor';
export { BatchNorm1d, type BatchNorm1dOptions } from './batch-norm-1d.ts';
export { Conv1d, type Conv1dOptions } from './conv1d.ts';
export { crossEntropy, type CrossEntropyOptions } from './cross-entropy.ts';
export { dispose } from './dispose.ts';
export { Dropout, dropout, type DropoutOptions } from './dropout.ts';
export { Embedding, type EmbeddingOptions } from './embedding.ts';
export { GroupNorm, type GroupNormOptions } from './group-norm.ts';
export { constantInitializer, type Initializer, normalInitializer, uniformInitializer } from './basic-initializers.ts';
export { LayerNorm, type LayerNormOptions } from './layer-norm.ts';
export { Linear, type LinearOptions } from './linear.ts';
export { mse, type MseOptions } from './mse.ts';
export type { Reduction } from './reduction.ts';
export { RMSNorm, type RMSNormOptions } from './rms-norm.ts';
export { Sequential, type SequentialLayer } from './sequential.ts';
export { countParameters, type HostTensor, loadStateDict, parameters, stateDict } from './state-dict.ts';
export { bce, type BceOptions } from './bce.ts';
export { bceWithLogits, type BceWithLogitsOptions } from './bce-with-logits.ts';
export { cosineEmbedding, type CosineEmbeddingOptions } from './cosine-embedding.ts';
export type { ElementwiseLossOptions } from './elementwise-loss.ts';
export { gaussianNll, type GaussianNllOptions } from './gaussian-nll.ts';
export { huber, type HuberOptions } from './huber.ts';
export { kl, type KlOptions } from './kl.ts';
export { mae } from './mae.ts';
export { nll, type NllOptions } from './nll.ts';
export { poissonNll, type PoissonNllOptions } from './poisson-nll.ts';
export { smoothL1, type SmoothL1Options } from './smooth-l1.ts';
export { tripletMargin, type TripletMarginOptions } from './triplet-margin.ts';
export { identityInitializer } from './identity-initializer.ts';
export { orthogonalInitializer } from './orthogonal.ts';
export { truncatedNormalInitializer, type TruncatedNormalOptions } from './truncated-normal.ts';
export {
  type FanMode,
  type KaimingOptions,
  kaimingNormalInitializer,
  kaimingUniformInitializer,
  lecunNormalInitializer,
  lecunUniformInitializer,
  varianceScalingInitializer,
  type VarianceScalingOptions,
  xavierNormalInitializer,
  xavierUniformInitializer,
} from './variance-scaling.ts';
