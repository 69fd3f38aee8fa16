import { type Mask, MultiheadAttention, torchMask } from '@ostinato/attention';
import { permute, reshape, type Tensor } from '@ostinato/tensor';
import type { Config } from '../config.ts';
import type { Inputs } from '../inputs.ts';
import type { ModuleFactory } from './module.ts';

type Floats = Tensor<'float32'>;

/** How a case lays its sequences out. */
export interface CaseLayout {
  /** To `[batch, steps, features]`. */
  readonly enter: (x: Floats) => Floats;
  /** And back. */
  readonly leave: (x: Floats) => Floats;
}

/** torch's are `[steps, batch, features]` unless they say otherwise, and `[steps, features]` when unbatched. */
export function layoutOf(config: Config): CaseLayout {
  const isFirst = config.flag('batch_first', false);
  if (config.flag('unbatched', false))
    return { enter: (x) => reshape(x, [1, ...x.shape]), leave: (x) => reshape(x, x.shape.slice(1)) };
  const exchange = (x: Floats) => (isFirst ? x : permute(x, [1, 0, 2]));
  return { enter: exchange, leave: exchange };
}

/** The masks of a case, by the names of torch's arguments; `undefined` where it has none. */
export function masksOf(inputs: Inputs, attention: string, padding: string): Mask | undefined {
  if (!inputs.has(attention) && !inputs.has(padding)) return undefined;
  return torchMask(
    inputs.has(attention) ? (inputs.any(attention) as Tensor<'bool'>) : undefined,
    inputs.has(padding) ? inputs.bool(padding) : undefined,
  );
}

export const multiheadAttentionCase: ModuleFactory = (config) => {
  config.ignore('self_attention'); // the inputs tell
  const layout = layoutOf(config);
  const module = new MultiheadAttention({
    embedDim: config.number('embed_dim'),
    numHeads: config.number('num_heads'),
    bias: config.flag('bias', true),
    addBiasKv: config.flag('add_bias_kv', false),
    addZeroAttn: config.flag('add_zero_attn', false),
    ...(config.has('kdim') && { kdim: config.number('kdim') }),
    ...(config.has('vdim') && { vdim: config.number('vdim') }),
  });
  const needWeights = config.flag('need_weights', true);
  const averageWeights = config.flag('average_attn_weights', true);
  return {
    module,
    forward: (inputs) => {
      const mask = masksOf(inputs, 'attn_mask', 'key_padding_mask');
      const [query, key, value] = ['query', 'key', 'value'].map((name) =>
        inputs.has(name) ? layout.enter(inputs.float(name)) : undefined,
      );
      const options = { needWeights, averageWeights, ...(mask && { mask }) };
      const { context, weights } = module.forward(query!, key, value, options);
      const unbatched = inputs.float('query').rank === 2;
      return {
        y: layout.leave(context),
        ...(weights && { weights: unbatched ? reshape(weights, weights.shape.slice(1)) : weights }),
      };
    },
  };
};
