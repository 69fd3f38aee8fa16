import { crossEntropy } from '@ostinato/nn';
import { reshape, type Tensor } from '@ostinato/tensor';
import { adam, trainStep } from '@ostinato/train';
import { integerValues } from '../data/generator.ts';
import { gptModel } from './gpt-model.ts';
import type { GptTraining } from './workload.ts';

type Tensors = { inputs: Tensor<'int32'>; targets: Tensor<'int32'> };

/** One training step of a small GPT. */
export function gptTraining({ B, ...sizes }: GptTraining) {
  const { model, forward } = gptModel(sizes);
  const { T, V } = sizes;
  const loss = ({ inputs, targets }: Tensors) =>
    crossEntropy(reshape(forward(inputs), [-1, V]), reshape(targets, [-1]));
  const step = trainStep(model, adam({ learningRate: 1e-3 }), loss, { compile: true });
  const ids = (seed: number) => ({ data: integerValues(B * T, seed, V), shape: [B, T], dtype: 'int32' }) as const;
  const batch = { inputs: ids(1), targets: ids(2) };
  return { model, inner: 1, run: () => step(batch) };
}
