import type { Tensor } from '@ostinato/tensor';
import { clipGradNorm, clipGradValue } from '@ostinato/train';
import { type Adapter, valuesOf } from '../check.ts';
import { Config, rowOf, Uncovered } from '../config.ts';

type Gradients = ReadonlyMap<string, Tensor<'float32'>>;

/** Clipped gradients, and what else is stored by its full name. */
interface Clipped {
  readonly gradients: Gradients;
  readonly others?: Readonly<Record<string, Tensor>>;
}

/** By torch's names. */
const functions: Readonly<Record<string, (config: Config) => (gradients: Gradients) => Clipped>> = {
  clip_grad_norm_: (config) => {
    config.ignore('coef'); // the formula, for the reader
    const maxNorm = config.number('max_norm');
    const normType = config.number('norm_type', 2);
    if (![1, 2, Infinity].includes(normType)) throw new Uncovered(`norm_type ${normType}`);
    return (gradients) => {
      const clipped = clipGradNorm(gradients, maxNorm, { normType });
      return { gradients: clipped.gradients, others: { 'output.total_norm': clipped.norm } };
    };
  },
  clip_grad_value_: (config) => {
    const clipValue = config.number('clip_value');
    return (gradients) => ({ gradients: clipGradValue(gradients, clipValue) });
  },
};

/** Cases of kind `clip`: `grad.*` to `clipped.*`. */
export const clipAdapter: Adapter = (golden) => {
  const config = new Config(golden.config);
  const clip = rowOf('function', functions, config.raw('fn'))(config);
  config.finish();
  const names = golden.names('grad.').map((name) => name.slice('grad.'.length));
  const gradients = new Map(names.map((name) => [name, golden.load(`grad.${name}`) as Tensor<'float32'>]));
  const clipped = clip(gradients);
  const computed = new Map(Object.entries(clipped.others ?? {}));
  for (const [name, gradient] of clipped.gradients) computed.set(`clipped.${name}`, gradient);
  return golden
    .names()
    .filter((name) => !name.startsWith('grad.'))
    .map((tensor) => {
      const value = computed.get(tensor);
      return { tensor, got: value && valuesOf(value), tolerance: 'fwd' };
    });
};
