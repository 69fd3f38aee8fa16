import type { Backend } from '@ostinato/backend';
import { fillUniform } from '@ostinato/base';
import { LSTM } from '@ostinato/cells';
import { crossEntropy, Embedding, Linear } from '@ostinato/nn';
import { RandomGenerator, setBackend, type Tensor } from '@ostinato/tensor';
import { lastHidden } from '@ostinato/sequence';
import { adam, trainStep } from '@ostinato/train';

const [batch, steps, tokens] = [8, 6, 10];

/** Sequences of tokens, and whether the first comes again: the same for every backend. */
function data(step: number): { ids: Int32Array; targets: Int32Array } {
  const drawn = new Float32Array(batch * steps);
  fillUniform(drawn, { key: [1, 2], draw: step, step: 0, call: 0 });
  const ids = Int32Array.from(drawn, (u) => Math.floor(u * tokens));
  const targets = Int32Array.from({ length: batch }, (_, i) => {
    const row = ids.subarray(i * steps, (i + 1) * steps);
    return +row.subarray(1).includes(row[0]!);
  });
  return { ids, targets };
}

type Tensors = { ids: Tensor<'int32'>; targets: Tensor<'int32'> };

/**
 * Trains an embedding and an LSTM that classify sequences, which tfjs-layers cannot do on its wasm backend: the losses of 50 steps from one
 * seed. Makes `backend` the current one.
 * @throws Error when one of the last forty leaves something behind
 */
export async function trainClassifier(backend: Backend): Promise<number[]> {
  setBackend(backend);
  const generator = new RandomGenerator(7);
  const model = {
    embedding: new Embedding({ numEmbeddings: tokens, embeddingDim: 8, generator }),
    rnn: new LSTM({ inputSize: 8, hiddenSize: 12, generator }),
    head: new Linear({ inFeatures: 12, outFeatures: 2, generator }),
  };
  const loss = ({ ids, targets }: Tensors) =>
    crossEntropy(model.head.forward(lastHidden(model.rnn.forward(model.embedding.forward(ids)))), targets);
  const step = trainStep(model, adam({ learningRate: 0.01 }), loss, { clipNorm: 1, generator });
  const losses: number[] = [];
  let before = 0;
  for (let i = 0; i < 50; i++) {
    const { ids, targets } = data(i);
    const batchOf = {
      ids: { data: ids, shape: [batch, steps], dtype: 'int32' as const },
      targets: { data: targets, shape: [batch], dtype: 'int32' as const },
    };
    losses.push(await step(batchOf));
    if (i === 9) before = backend.memory().storages;
  }
  const left = backend.memory().storages - before;
  if (left !== 0) throw new Error(`40 steps left ${left} values behind`);
  step.dispose();
  return losses;
}
