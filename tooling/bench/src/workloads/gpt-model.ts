import { type KeyValueState, type TransformerEncoderLayer } from '@ostinato/attention';
import { Embedding, LayerNorm, Linear } from '@ostinato/nn';
import { add, slice, type Tensor } from '@ostinato/tensor';
import { block, named } from './transformer-parts.ts';
import type { GptSizes } from './workload.ts';

type Floats = Tensor<'float32'>;

/** The peers' GPT: tables of tokens (`te`) and places (`pe`), blocks, a norm and a head without bias. */
export function gptModel({ T, L, V, ...sizes }: GptSizes) {
  const layers: readonly TransformerEncoderLayer[] = Array.from({ length: L }, () => block(sizes, true));
  const te = new Embedding({ numEmbeddings: V, embeddingDim: sizes.D });
  const pe = new Embedding({ numEmbeddings: T, embeddingDim: sizes.D });
  const lf = new LayerNorm({ normalizedShape: sizes.D });
  const hd = new Linear({ inFeatures: sizes.D, outFeatures: V, bias: false });
  const logits = (x: Floats) => hd.forward(lf.forward(x));
  return {
    /** Under the names of the peers. */
    model: { te, pe, b: layers.map(named), lf, hd },
    layers,
    /** Ids `[batch, steps]` to logits. */
    forward: (ids: Tensor<'int32'>): Floats => {
      const x = add(te.forward(ids), slice(pe.weight, 0, 0, ids.shape[1]));
      return logits(layers.reduce((y, layer) => layer.forward(y).output, x));
    },
    /** One id of one sequence `[1, 1]` at its place `[1, 1]` to logits, and the states after it. */
    step: (id: Tensor<'int32'>, place: Tensor<'int32'>, states: readonly KeyValueState[]) => {
      let x = add(te.forward(id), pe.forward(place));
      const next = layers.map((layer, i) => {
        const { output, state } = layer.forward(x, { state: states[i]! });
        x = output;
        return state;
      });
      return { logits: logits(x), states: next };
    },
  };
}
