import { languageExperiment } from '../compared/language.ts';
import { predictions } from '../compared/sequence-model.ts';
import { closes, dyckBatch, dyckIds } from '../tasks/dyck.ts';
import { ignored, share } from '../training/batches.ts';

const [depth, length, batch, tested] = [8, 64, 32, 500];

/** Two kinds of brackets up to eight deep: which kind must close is certain, and takes a stack (Hewitt et al. 2020). */
export const dyck = languageExperiment({
  name: 'dyck',
  about: 'Dyck-2 up to depth 8: which bracket closes, by LSTM, GRU, RNN',
  ids: dyckIds,
  recipe: {
    width: 16,
    hiddenSize: 96,
    seeds: 3,
    training: { steps: 4000, peak: 5e-3, floor: 1e-4, warmup: 100, clipNorm: 1 },
  },
  batch: (seed, index) => dyckBatch(depth, length, batch, seed, index),
  judge(model) {
    const test = dyckBatch(depth, length, tested, 0, 0);
    const closing = test.targets.data.map((id) => (closes(id) ? id : ignored));
    return 100 * share(predictions(model, test, [3, 4]), closing);
  },
  measure: 'closing brackets of the right kind (%)',
  digits: 2,
  bar: { atLeast: 99 },
  notes: ['chance: 50 %', `${tested} beginnings of ${length} symbols of another seed`],
});
