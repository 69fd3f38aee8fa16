import { adam, adamW, type Optimizer, sgd } from '@ostinato/train';
import type { Config } from '../config.ts';

/** Torch's switches that choose an implementation, not a result. */
const implementations = ['foreach', 'fused', 'capturable', 'differentiable'] as const;

/** Options of Adam and AdamW, whose decay differs. */
function adamOptions(config: Config, decay: number) {
  config.ignore(...implementations);
  return {
    learningRate: config.number('lr', 0.001),
    ...(config.has('betas') && { betas: config.numbers('betas') as [number, number] }),
    epsilon: config.number('eps', 1e-8),
    weightDecay: config.number('weight_decay', decay),
    amsgrad: config.flag('amsgrad', false),
    maximize: config.flag('maximize', false),
  };
}

/** Optimizers by torch's names. A new one is one row here. */
export const optimizers: Readonly<Record<string, (config: Config) => Optimizer>> = {
  Adam: (config) => adam(adamOptions(config, 0)),
  AdamW: (config) => adamW(adamOptions(config, 0.01)),
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
