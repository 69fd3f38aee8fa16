import { adam, type Optimizer, sgd } from '@ostinato/train';
import type { Config } from '../config.ts';

/** Torch's switches that choose an implementation, not a result. */
const implementations = ['foreach', 'fused', 'capturable', 'differentiable'] as const;

/** Optimizers by torch's names. A new one is one row here. */
export const optimizers: Readonly<Record<string, (config: Config) => Optimizer>> = {
  Adam: (config) => {
    config.ignore(...implementations);
    return adam({
      learningRate: config.number('lr', 0.001),
      ...(config.has('betas') && { betas: config.numbers('betas') as [number, number] }),
      epsilon: config.number('eps', 1e-8),
      weightDecay: config.number('weight_decay', 0),
      amsgrad: config.flag('amsgrad', false),
      maximize: config.flag('maximize', false),
    });
  },
  SGD: (config) => {
    config.ignore(...implementations);
    return sgd({
      learningRate: config.number('lr'),
      momentum: config.number('momentum', 0),
      dampening: config.number('dampening', 0),
      weightDecay: config.number('weight_decay', 0),
      nesterov: config.flag('nesterov', false),
      maximize: config.flag('maximize', false),
    });
  },
};
