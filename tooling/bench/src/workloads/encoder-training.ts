import { mse } from '@ostinato/nn';
import type { Tensor } from '@ostinato/tensor';
import { adam, trainStep } from '@ostinato/train';
import { uniformValues } from '../data/generator.ts';
import { block, named } from './transformer-parts.ts';
import type { EncoderTraining } from './workload.ts';

type Tensors = { x: Tensor<'float32'>; y: Tensor<'float32'> };

/** One training step of an encoder block. */
export function encoderTraining({ B, T, ...sizes }: EncoderTraining) {
  const layer = block(sizes, false);
  const model = named(layer);
  const loss = ({ x, y }: Tensors) => mse(layer.forward(x).output, y);
  const step = trainStep(model, adam({ learningRate: 1e-3 }), loss, { compile: true });
  const shape = [B, T, sizes.D];
  const batch = {
    x: { data: uniformValues(B * T * sizes.D, 1), shape, dtype: 'float32' },
    y: { data: uniformValues(B * T * sizes.D, 2), shape, dtype: 'float32' },
  } as const;
  return { model, inner: 1, run: () => step(batch) };
}
