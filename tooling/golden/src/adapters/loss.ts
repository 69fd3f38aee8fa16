import {
  bce,
  bceWithLogits,
  cosineEmbedding,
  crossEntropy,
  gaussianNll,
  huber,
  kl,
  mae,
  mse,
  nll,
  poissonNll,
  type Reduction,
  smoothL1,
  tripletMargin,
} from '@ostinato/nn';
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

type Floats = Tensor<'float32'>;

/** `loss(pred, target)` with a reduction. */
function regression(loss: (prediction: Floats, target: Floats, options: { reduction: Reduction }) => Floats): Loss {
  return (config) => {
    const options = reduction(config);
    return (inputs) => loss(inputs.float('pred'), inputs.float('target'), options);
  };
}

const huberLoss: Loss = (config) => {
  const delta = config.number('delta', 1);
  return regression((prediction, target, options) => huber(prediction, target, { ...options, delta }))(config);
};

/** By the names of the cases, which are torch's. A new loss is one row here. */
const losses: Readonly<Record<string, Loss>> = {
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
  BCELoss: (config) => {
    const options = reduction(config);
    return (inputs) => bce(inputs.float('p'), inputs.float('target'), options);
  },
  BCEWithLogitsLoss: (config) => {
    config.ignore('weight', 'pos_weight'); // the tensors tell
    const options = reduction(config);
    return (inputs) =>
      bceWithLogits(inputs.float('logits'), inputs.float('target'), {
        ...options,
        ...(inputs.has('weight') && { weight: inputs.float('weight') }),
        ...(inputs.has('pos_weight') && { posWeight: inputs.float('pos_weight') }),
      });
  },
  CosineEmbeddingLoss: (config) => {
    const options = { ...reduction(config), margin: config.number('margin', 0) };
    return (inputs) => cosineEmbedding(inputs.float('a'), inputs.float('b'), inputs.float('y'), options);
  },
  GaussianNLLLoss: (config) => {
    const options = { ...reduction(config), eps: config.number('eps', 1e-6), full: config.flag('full', false) };
    return (inputs) => gaussianNll(inputs.float('mu'), inputs.float('target'), inputs.float('var'), options);
  },
  KLDivLoss: (config) => {
    const batchMean = config.text('reduction', 'mean') === 'batchmean';
    const options = {
      reduction: batchMean ? ('batchMean' as const) : reduction(config).reduction,
      logTarget: config.flag('log_target', false),
    };
    return (inputs) => kl(inputs.float('logp'), inputs.float('target'), options);
  },
  NLLLoss: (config) => {
    config.ignore('weight'); // the tensors tell
    const options = { ...reduction(config), ignoreIndex: config.number('ignore_index', -100) };
    return (inputs) =>
      nll(inputs.float('logp'), inputs.int('target'), {
        ...options,
        ...(inputs.has('weight') && { weight: inputs.float('weight') }),
      });
  },
  PoissonNLLLoss: (config) => {
    const options = {
      ...reduction(config),
      logInput: config.flag('log_input', true),
      full: config.flag('full', false),
      eps: config.number('eps', 1e-8),
    };
    return (inputs) => poissonNll(inputs.float('x'), inputs.float('target'), options);
  },
  TripletMarginLoss: (config) => {
    const options = {
      ...reduction(config),
      margin: config.number('margin', 1),
      p: config.number('p', 2),
      eps: config.number('eps', 1e-6),
      swap: config.flag('swap', false),
    };
    return (inputs) => tripletMargin(inputs.float('a'), inputs.float('p'), inputs.float('n'), options);
  },
  huber: huberLoss,
  huber_small: huberLoss,
  l1: regression(mae),
  mse: regression(mse),
  smooth_l1: (config) => {
    const beta = config.number('beta', 1);
    return regression((prediction, target, options) => smoothL1(prediction, target, { ...options, beta }))(config);
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
