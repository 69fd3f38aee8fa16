import { Embedding, Linear } from '@ostinato/nn';
import type { ModuleFactory } from './module.ts';

export const linearCase: ModuleFactory = (config) => {
  const module = new Linear({
    inFeatures: config.number('in_features'),
    outFeatures: config.number('out_features'),
    bias: config.flag('bias', true),
  });
  return { module, forward: (inputs) => module.forward(inputs.float('x')) };
};

export const embeddingCase: ModuleFactory = (config) => {
  const numEmbeddings = config.number('num_embeddings');
  const embeddingDim = config.number('embedding_dim');
  const paddingIndex = config.has('padding_idx') ? config.number('padding_idx') : undefined;
  config.ignore('padding_idx');
  const scaleGradByFreq = config.flag('scale_grad_by_freq', false);
  const module = new Embedding({
    numEmbeddings,
    embeddingDim,
    scaleGradByFreq,
    ...(paddingIndex !== undefined && { paddingIndex }),
  });
  const forward: ReturnType<ModuleFactory>['forward'] = (inputs) => module.forward(inputs.int('ids'));
  if (paddingIndex === undefined) return { module, forward };
  const row = (paddingIndex + numEmbeddings) % numEmbeddings;
  return { module, forward, exact: { 'grad.param.weight': (index) => Math.floor(index / embeddingDim) === row } };
};
