import { LSTM, type LSTMState } from '@ostinato/cells';
import { tensor, tidy } from '@ostinato/tensor';
import { uniformValues } from '../data/generator.ts';
import type { LstmStream } from './workload.ts';

const steps = 64;

/** An LSTM fed with one step at a time, each read before the next; gives the first value of the last output. */
export function lstmStream({ I, H }: LstmStream) {
  const model = new LSTM({ inputSize: I, hiddenSize: H });
  const xs = Array.from({ length: steps }, (_, seed) => tensor(uniformValues(I, seed), [1, 1, I]));
  const run = (): number =>
    tidy(() => {
      let state: LSTMState | undefined;
      let value = 0;
      for (const x of xs) {
        const result = model.forward(x, state && { state });
        value = result.output.dataSync()[0]!;
        state = result.state;
      }
      return value;
    });
  return { model, inner: steps, run };
}
