import { LSTM } from '@ostinato/cells';
import { Embedding, LayerNorm, Linear } from '@ostinato/nn';
import type { ModuleFactory } from './module.ts';

/** A tagger: ids `[batch, steps]` to logits `[batch, steps, classes]`; sizes V words, E features, H units, C classes. */
export const taggerCase: ModuleFactory = (config) => {
  const { V = 0, E = 0, H = 0, C = 0 } = config.raw('sizes') as Readonly<Record<string, number>>;
  const emb = new Embedding({ numEmbeddings: V, embeddingDim: E, paddingIndex: 0 });
  const rnn = new LSTM({ inputSize: E, hiddenSize: H, bidirectional: true });
  const norm = new LayerNorm({ normalizedShape: 2 * H });
  const out = new Linear({ inFeatures: 2 * H, outFeatures: C });
  return {
    module: { emb, rnn, norm, out },
    forward: (inputs) => out.forward(norm.forward(rnn.forward(emb.forward(inputs.int('ids'))).output)),
  };
};
