/** Modules, state dicts, basic layers and losses. */
export type { Module } from '@ostinato/tensor';
export { BatchNorm1d, type BatchNorm1dOptions } from './batch-norm-1d.ts';
export { Conv1d, type Conv1dOptions } from './conv1d.ts';
export { crossEntropy, type CrossEntropyOptions } from './cross-entropy.ts';
export { dispose } from './dispose.ts';
export { Dropout, dropout, type DropoutOptions } from './dropout.ts';
export { Embedding, type EmbeddingOptions } from './embedding.ts';
export { GroupNorm, type GroupNormOptions } from './group-norm.ts';
export { constantInitializer, type Initializer, normalInitializer, uniformInitializer } from './initializers.ts';
export { LayerNorm, type LayerNormOptions } from './layer-norm.ts';
export { Linear, type LinearOptions } from './linear.ts';
export { mse, type MseOptions } from './mse.ts';
export type { Reduction } from './reduction.ts';
export { Sequential, type SequentialLayer } from './sequential.ts';
export { countParameters, type HostTensor, loadStateDict, parameters, stateDict } from './state-dict.ts';
