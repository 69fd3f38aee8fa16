import {
  argmax,
  cosineSimilarity,
  cumprod,
  cumsum,
  logSoftmax,
  logSumExp,
  max,
  maxWithIndices,
  mean,
  min,
  norm,
  normalize,
  prod,
  softmax,
  std,
  sum,
  type Tensor,
  variance,
  type VarianceOptions,
} from '@ostinato/tensor';
import { alongAxis, binary, type Op, reduction } from './ops-rows.ts';

type Floats = Tensor<'float32'>;

/** Torch's `unbiased` is a correction of 1 or 0. */
function spread(f: (x: Floats, axes: number | number[] | undefined, options: VarianceOptions) => Floats): Op {
  return (config) => {
    const correction = config.flag('unbiased', true) ? 1 : 0;
    return reduction((x, axes, options) => f(x, axes, { ...options, correction }))(config);
  };
}

/** Ops that reduce or normalize along axes. */
export const reductionOps: Readonly<Record<string, Op>> = {
  amax: reduction(max),
  amin: reduction(min),
  argmax: (config) => {
    const axis = config.number('dim');
    return (inputs) => ({ indices: argmax(inputs.float('x'), axis) });
  },
  cosine_similarity: binary(cosineSimilarity),
  cumprod: alongAxis(cumprod),
  cumsum: alongAxis(cumsum),
  empty: () => (inputs) => ({ s: sum(inputs.float('x')), s0: sum(inputs.float('x'), 0) }),
  log_softmax: alongAxis(logSoftmax),
  logsumexp: reduction(logSumExp),
  max: (config) => {
    const axis = config.number('dim');
    return (inputs) => ({ ...maxWithIndices(inputs.float('x'), axis) });
  },
  mean: reduction(mean),
  norm: (config) => {
    const p = config.number('ord', 2);
    return reduction((x, axes, options) => norm(x, axes, { ...options, p }))(config);
  },
  normalize: (config) => {
    const options = { p: config.number('p', 2), axis: config.number('dim', 1), eps: config.number('eps', 1e-12) };
    return (inputs) => normalize(inputs.float('x'), options);
  },
  prod: reduction(prod),
  softmax: alongAxis(softmax),
  std: spread(std),
  sum: reduction(sum),
  var: spread(variance),
};
