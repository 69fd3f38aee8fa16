/** All of Ostinato under one name. Each namespace is a package of its own, which also installs alone. */
export { type Ready, ready } from './ready.ts';
export * as attention from '@ostinato/attention';
export * as base from '@ostinato/base';
export * as cells from '@ostinato/cells';
export * as data from '@ostinato/data';
export * as decoding from '@ostinato/decoding';
export * as nn from '@ostinato/nn';
export * as safetensors from '@ostinato/safetensors';
export * as sequence from '@ostinato/sequence';
export * as tensor from '@ostinato/tensor';
export * as train from '@ostinato/train';
