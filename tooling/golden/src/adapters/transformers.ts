import {
  causal,
  type Mask,
  Transformer,
  TransformerDecoderLayer,
  TransformerEncoder,
  TransformerEncoderLayer,
} from '@ostinato/attention';
import { Embedding, LayerNorm, Linear } from '@ostinato/nn';
import { add, slice } from '@ostinato/tensor';
import { type Config, Uncovered } from '../config.ts';
import { layoutOf, masksOf } from './attention-layers.ts';
import type { ModuleFactory } from './module.ts';

/** Options that all of torch's Transformer modules share. */
function layerOptions(config: Config) {
  const activation = config.text('activation', 'relu');
  if (activation !== 'relu' && activation !== 'gelu') throw new Uncovered(`activation ${activation}`);
  return {
    dModel: config.number('d_model'),
    nhead: config.number('nhead'),
    dimFeedforward: config.number('dim_feedforward', 2048),
    dropout: config.number('dropout', 0.1),
    layerNormEps: config.number('layer_norm_eps', 1e-5),
    normFirst: config.flag('norm_first', false),
    activation,
  } as const;
}

/** An option for a mask, if there is one. */
const option = <const N extends string>(name: N, mask: Mask | undefined): Partial<Record<N, Mask>> =>
  mask === undefined ? {} : ({ [name]: mask } as Record<N, Mask>);

export const encoderLayerCase: ModuleFactory = (config) => {
  const layout = layoutOf(config);
  const module = new TransformerEncoderLayer(layerOptions(config));
  return {
    module,
    forward: (inputs) => {
      const mask = masksOf(inputs, 'src_mask', 'src_key_padding_mask');
      return layout.leave(module.forward(layout.enter(inputs.float('src')), option('attention', mask)).output);
    },
  };
};

export const decoderLayerCase: ModuleFactory = (config) => {
  const layout = layoutOf(config);
  const module = new TransformerDecoderLayer(layerOptions(config));
  return {
    module,
    forward: (inputs) => {
      const [target, memory] = [inputs.float('tgt'), inputs.float('memory')].map((x) => layout.enter(x));
      const options = {
        ...option('attention', masksOf(inputs, 'tgt_mask', 'tgt_key_padding_mask')),
        ...option('memoryMask', masksOf(inputs, 'memory_mask', 'memory_key_padding_mask')),
      };
      return layout.leave(module.forward(target!, memory, options).output);
    },
  };
};

export const transformerCase: ModuleFactory = (config) => {
  const layout = layoutOf(config);
  const module = new Transformer({
    ...layerOptions(config),
    numEncoderLayers: config.number('num_encoder_layers', 6),
    numDecoderLayers: config.number('num_decoder_layers', 6),
  });
  return {
    module,
    forward: (inputs) => {
      const [source, target] = [inputs.float('src'), inputs.float('tgt')].map((x) => layout.enter(x));
      return layout.leave(
        module.forward(source!, target!, {
          ...option('sourceMask', masksOf(inputs, 'src_mask', 'src_key_padding_mask')),
          ...option('targetMask', masksOf(inputs, 'tgt_mask', 'tgt_key_padding_mask')),
          ...option('memoryMask', masksOf(inputs, 'memory_mask', 'memory_key_padding_mask')),
        }),
      );
    },
  };
};

/** Sizes of a causal language model with two pre-norm layers; `steps` positions are learned. */
export interface DecoderOnlySizes {
  readonly words: number;
  readonly features: number;
  readonly heads: number;
  readonly hidden: number;
}

/** Causal pre-norm layers with GELU, and a norm behind them if torch's had one. */
export function causalEncoder({ features, heads, hidden }: Omit<DecoderOnlySizes, 'words'>, hasNorm: boolean) {
  const layer = () =>
    new TransformerEncoderLayer({
      ...{ dModel: features, nhead: heads, dimFeedforward: hidden, dropout: 0 },
      ...{ activation: 'gelu', normFirst: true, mask: causal() },
    });
  const norm = hasNorm ? { norm: new LayerNorm({ normalizedShape: features }) } : {};
  return new TransformerEncoder({ layers: [layer(), layer()], ...norm });
}

/** Ids `[batch, steps]` to logits; sizes V words, d features, heads, ff hidden features. */
export const languageModelCase: ModuleFactory = (config, golden) => {
  const { V = 0, d = 0, heads = 0, ff = 0 } = config.raw('sizes') as Readonly<Record<string, number>>;
  const emb = new Embedding({ numEmbeddings: V, embeddingDim: d });
  const pos = new Embedding({ numEmbeddings: golden.stored('param.pos.weight').shape[0]!, embeddingDim: d });
  const enc = causalEncoder({ features: d, heads, hidden: ff }, true);
  const out = new Linear({ inFeatures: d, outFeatures: V, bias: false });
  return {
    module: { emb, pos, enc, out },
    forward: (inputs) => {
      const ids = inputs.int('ids');
      const x = add(emb.forward(ids), slice(pos.weight, 0, 0, ids.shape[1]));
      return out.forward(enc.forward(x).output);
    },
  };
};
