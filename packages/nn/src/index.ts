/** Modules, state dicts, basic layers and losses. */
export type { Module } from '@ostinato/tensor';
export { crossEntropy, type CrossEntropyOptions } from './cross-entropy.ts';
export { dispose } from './dispose.ts';
export { Dropout, dropout, type DropoutOptions } from './dropout.ts';
export { Embedding, type EmbeddingOptions } from './embedding.ts';
export { constantInitializer, type Initializer, normalInitializer, uniformInitializer } from './initializers.ts';
export { Linear, type LinearOptions } from './linear.ts';
export { mse, type MseOptions } from './mse.ts';
export type { Reduction } from './reduction.ts';
export { countParameters, type HostTensor, loadStateDict, parameters, stateDict } from './state-dict.ts';
