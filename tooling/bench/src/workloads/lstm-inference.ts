import { LSTM } from '@ostinato/cells';
import { compile, tensor, type Tensor, tidy } from '@ostinato/tensor';
import { uniformValues } from '../data/generator.ts';
import type { LstmInference } from './workload.ts';

/** An LSTM over one sequence; gives the first value of the last output. */
export function lstmInference({ T, I, H }: LstmInference) {
  const model = new LSTM({ inputSize: I, hiddenSize: H });
  const x = tensor(uniformValues(T * I, 1), [1, T, I]);
  const forward = compile((input: Tensor<'float32'>) => model.forward(input).output);
  const run = (): number => tidy(() => forward(x).dataSync()[(T - 1) * H]!);
  return { model, inner: 1, run };
}
