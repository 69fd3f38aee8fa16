import { languageExperiment } from '../compared/language.ts';
import { predictions } from '../compared/sequence-model.ts';
import { parityBatch } from '../tasks/parity.ts';
import { share } from '../training/batches.ts';

const [longest, batch, tested] = [40, 64, 2000];

/** Whether the number of ones is odd: one bit of memory that every input may turn over. */
export const parity = languageExperiment({
  name: 'parity',
  about: 'parity of 40 bits, trained on 1 to 40 with the answer only: LSTM, GRU, RNN',
  ids: 2,
  recipe: {
    width: 8,
    hiddenSize: 32,
    seeds: 3,
    training: { steps: 4000, peak: 1e-2, floor: 1e-4, warmup: 100, clipNorm: 1 },
  },
  batch: (seed, index) => parityBatch({ longest }, batch, seed, index),
  judge(model) {
    const test = parityBatch({ shortest: longest, longest }, tested, 0, 0);
    return 100 * share(predictions(model, test), test.targets.data);
  },
  measure: 'right at length 40 (%)',
  digits: 2,
  bar: { atLeast: 100 },
  notes: ['chance: 50 %', `${tested} strings of length ${longest} of another seed`],
});
