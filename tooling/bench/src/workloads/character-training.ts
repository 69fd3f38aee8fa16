import { LSTM } from '@ostinato/cells';
import { crossEntropy, Embedding, Linear } from '@ostinato/nn';
import { reshape, type Tensor } from '@ostinato/tensor';
import { adam, trainStep } from '@ostinato/train';
import { integerValues } from '../data/generator.ts';
import type { CharacterTraining } from './workload.ts';

type Tensors = { inputs: Tensor<'int32'>; targets: Tensor<'int32'> };

/** One training step of a character model. Its fields are called as the peers call theirs, so that values can be exchanged. */
export function characterTraining({ B, T, E, H, L, V }: CharacterTraining) {
  const model = {
    e: new Embedding({ numEmbeddings: V, embeddingDim: E }),
    r: new LSTM({ inputSize: E, hiddenSize: H, numLayers: L }),
    d: new Linear({ inFeatures: H, outFeatures: V }),
  };
  const loss = ({ inputs, targets }: Tensors) => {
    const logits = model.d.forward(model.r.forward(model.e.forward(inputs)).output);
    return crossEntropy(reshape(logits, [-1, V]), reshape(targets, [-1]));
  };
  const step = trainStep(model, adam({ learningRate: 1e-3 }), loss, { compile: true });
  const ids = (seed: number) => ({ data: integerValues(B * T, seed, V), shape: [B, T], dtype: 'int32' }) as const;
  const batch = { inputs: ids(1), targets: ids(2) };
  return { model, inner: 1, run: () => step(batch) };
}
