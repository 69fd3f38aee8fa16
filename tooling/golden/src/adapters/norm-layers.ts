import { BatchNorm1d, Conv1d, GroupNorm, LayerNorm } from '@ostinato/nn';
import { training } from '@ostinato/tensor';
import { Uncovered } from '../config.ts';
import type { ModuleFactory } from './module.ts';

export const layerNormCase: ModuleFactory = (config) => {
  const module = new LayerNorm({
    normalizedShape: config.numbers('normalized_shape'),
    eps: config.number('eps', 1e-5),
    elementwiseAffine: config.flag('elementwise_affine', true),
  });
  return { module, forward: (inputs) => module.forward(inputs.float('x')) };
};

export const groupNormCase: ModuleFactory = (config) => {
  const module = new GroupNorm({
    numGroups: config.number('num_groups'),
    numChannels: config.number('num_channels'),
    eps: config.number('eps', 1e-5),
  });
  return { module, forward: (inputs) => module.forward(inputs.float('x')) };
};

/** `mode` says whether the layer normalizes by the batch or by what it has seen. */
export const batchNorm1dCase: ModuleFactory = (config) => {
  const module = new BatchNorm1d({
    numFeatures: config.number('num_features'),
    momentum: config.number('momentum', 0.1),
    eps: config.number('eps', 1e-5),
  });
  const mode = config.text('mode');
  if (mode !== 'train' && mode !== 'eval') throw new Uncovered(`mode ${mode}`);
  return {
    module,
    forward: (inputs) => {
      const x = inputs.float('x');
      return mode === 'train' ? training({}, () => module.forward(x)) : module.forward(x);
    },
  };
};

export const conv1dCase: ModuleFactory = (config) => {
  const module = new Conv1d({
    inChannels: config.number('in_channels'),
    outChannels: config.number('out_channels'),
    kernelSize: config.number('kernel_size'),
    stride: config.number('stride', 1),
    padding: config.number('padding', 0),
    dilation: config.number('dilation', 1),
    groups: config.number('groups', 1),
    bias: config.flag('bias', true),
  });
  return { module, forward: (inputs) => module.forward(inputs.float('x')) };
};
