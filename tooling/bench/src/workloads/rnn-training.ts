import { GRU, LSTM } from '@ostinato/cells';
import { mse } from '@ostinato/nn';
import type { Tensor } from '@ostinato/tensor';
import { adam, trainStep } from '@ostinato/train';
import { uniformValues } from '../data/generator.ts';
import type { RnnTraining } from './workload.ts';

type Tensors = { x: Tensor<'float32'>; y: Tensor<'float32'> };

/** One training step of a recurrent layer. Each run makes its tensors anew, as any user's step does. */
export function rnnTraining({ cell, B, T, I, H }: RnnTraining) {
  const options = { inputSize: I, hiddenSize: H };
  const model = cell === 'lstm' ? new LSTM(options) : new GRU(options);
  const step = trainStep(model, adam({ learningRate: 1e-3 }), ({ x, y }: Tensors) => mse(model.forward(x).output, y), {
    compile: true,
  });
  const batch = {
    x: { data: uniformValues(B * T * I, 1), shape: [B, T, I], dtype: 'float32' },
    y: { data: uniformValues(B * T * H, 2), shape: [B, T, H], dtype: 'float32' },
  } as const;
  return { model, inner: 1, run: () => step(batch) };
}
