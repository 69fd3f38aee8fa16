import { crossEntropy, mse, type Reduction } from '@ostinato/nn';
import type { Tensor } from '@ostinato/tensor';
import type { Adapter } from '../check.ts';
import { Config, rowOf, Uncovered } from '../config.ts';
import { contractChecks } from '../contract.ts';
import { Inputs } from '../inputs.ts';

/** Reads the config, and returns the loss as a function of the inputs. @throws Uncovered */
type Loss = (config: Config) => (inputs: Inputs) => Tensor;

function reduction(config: Config): { reduction: Reduction } {
  const name = config.text('reduction', 'mean');
  if (name !== 'mean' && name !== 'sum' && name !== 'none') throw new Uncovered(`reduction ${name}`);
  return { reduction: name };
}

/** By the names of the cases, which are torch's. A new loss is one row here. */
export const losses: Readonly<Record<string, Loss>> = {
  CrossEntropyLoss: (config) => {
    config.ignore('layout', 'target', 'weight'); // the tensors tell
    const options = {
      ...reduction(config),
      ignoreIndex: config.number('ignore_index', -100),
      labelSmoothing: config.number('label_smoothing', 0),
    };
    return (inputs) => {
      const soft = inputs.entries().some(([name, { dtype }]) => name === 'target' && dtype === 'float32');
      const target = soft ? inputs.float('target') : inputs.int('target');
      return crossEntropy(inputs.float('logits'), target, {
        ...options,
        ...(inputs.has('weight') && { weight: inputs.float('weight') }),
      });
    };
  },
  mse: (config) => {
    const options = reduction(config);
    return (inputs) => mse(inputs.float('pred'), inputs.float('target'), options);
  },
};

/** Cases of kind `loss`: the value, and gradients with respect to inputs. */
export const lossAdapter: Adapter = (golden) => {
  const config = new Config(golden.config);
  const loss = rowOf('loss', losses, config.raw('loss'))(config);
  config.finish();
  const inputs = new Inputs(golden);
  const targets = new Map(inputs.entries().map(([name, input]) => [`input.${name}`, input]));
  return contractChecks(golden, targets, () => ({ loss: loss(inputs) }));
};
