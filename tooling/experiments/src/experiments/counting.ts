import { languageExperiment } from '../compared/language.ts';
import { predictions, type SequenceModel } from '../compared/sequence-model.ts';
import { countingBatch, countingIds, countingWord } from '../tasks/counting.ts';
import { idBatch } from '../training/batches.ts';

const [longest, batch, most] = [50, 32, 150];

/** The largest n up to which, from 1 on, all is right that is certain: every symbol after the first b. */
function rightUpTo(model: SequenceModel): number {
  for (let n = 1; n <= most; n++) {
    const word = countingWord(n);
    const given = predictions(model, idBatch([word], 2 * n + 1));
    if (word.targets.some((wanted, i) => i > n && given[i] !== wanted)) return n - 1;
  }
  return most;
}

/** The language of n a's and n b's: an LSTM counts in its cell, and beyond what it has seen (Gers and Schmidhuber 2001). */
export const counting = languageExperiment({
  name: 'counting',
  about: 'the language a^n b^n, trained up to n = 50: how far LSTM, GRU and RNN count',
  ids: countingIds,
  recipe: {
    width: 8,
    hiddenSize: 16,
    seeds: 3,
    training: { steps: 4000, peak: 1e-2, floor: 1e-4, warmup: 100, clipNorm: 1 },
  },
  batch: (seed, index) => countingBatch(longest, batch, seed, index),
  judge: rightUpTo,
  measure: 'right for all n up to',
  digits: 0,
  bar: { atLeast: 80 },
  notes: [
    `looked at up to n = ${most}`,
    'published: trained to n = 50, an LSTM with peepholes to 1000 (Gers and Schmidhuber 2001); trained to 100, an LSTM to 256, a GRU not (Weiss et al. 2018)',
  ],
});
