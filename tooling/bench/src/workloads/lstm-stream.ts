import { LSTM } from '@ostinato/cells';
import { stream } from '@ostinato/sequence';
import { uniformValues } from '../data/generator.ts';
import type { LstmStream } from './workload.ts';

const steps = 64;

/** An LSTM fed with one step at a time, each read before the next; gives the first value of the last output. */
export function lstmStream({ I, H }: LstmStream) {
  const model = new LSTM({ inputSize: I, hiddenSize: H });
  const xs = Array.from({ length: steps }, (_, seed) => uniformValues(I, seed));
  const live = stream(model);
  const run = (): number => {
    let value = 0;
    for (const x of xs) value = live.push(x).dataSync()[0]!;
    return value;
  };
  return { model, inner: steps, run };
}
