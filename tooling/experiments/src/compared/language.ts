import { wasmBackend } from '@ostinato/backend-wasm';
import { GRU, LSTM, RNN } from '@ostinato/cells';
import { dispose } from '@ostinato/nn';
import { manualSeed, setBackend } from '@ostinato/tensor';
import type { Experiment } from '../experiment.ts';
import { endless, type IdBatch } from '../training/batches.ts';
import { type Training, train } from '../training/train.ts';
import { type Bar, overSeeds, truths } from '../truths.ts';
import { type IdTensors, SequenceModel } from './sequence-model.ts';

/** A formal language, and what a network must know of it. */
export interface Language {
  readonly name: string;
  readonly about: string;
  /** Ids from 0 on. */
  readonly ids: number;
  readonly recipe: {
    /** Features of an id. */
    readonly width: number;
    readonly hiddenSize: number;
    readonly seeds: number;
    readonly training: Training;
  };
  /** A batch to train on. */
  batch(seed: number, index: number): IdBatch;
  /** What a trained model knows. */
  judge(model: SequenceModel): number;
  /** What `judge` measures, and digits of it. */
  readonly measure: string;
  readonly digits: number;
  /** What the LSTM must reach; the others are shown. */
  readonly bar: Bar;
  readonly notes: readonly string[];
}

const bodies = { LSTM, GRU, RNN };

/** LSTM, GRU and RNN on one language. */
export function languageExperiment(language: Language): Experiment {
  const { name, about, recipe, measure, digits, notes } = language;
  async function trainOne(kind: keyof typeof bodies, seed: number, steps: number) {
    manualSeed(seed);
    const { width, hiddenSize } = recipe;
    const body = new bodies[kind]({ inputSize: width, hiddenSize });
    const model = new SequenceModel(language.ids, width, body, hiddenSize);
    const batches = endless((index) => language.batch(seed, index));
    const loss = (tensors: IdTensors) => model.loss(tensors);
    const seconds = await train(model, loss, batches, { ...recipe.training, steps });
    const value = language.judge(model);
    dispose(model);
    return { value, seconds };
  }
  return {
    name,
    about,
    async run({ steps = recipe.training.steps, seeds = recipe.seeds }, print) {
      setBackend(await wasmBackend());
      const rows = [];
      for (const kind of ['LSTM', 'GRU', 'RNN'] as const) {
        const runs = await overSeeds(kind, seeds, (seed) => trainOne(kind, seed, steps), print);
        rows.push({ name: kind, runs, bar: kind === 'LSTM' ? language.bar : undefined });
      }
      return truths(measure, rows, {
        digits,
        notes,
        recipe: { ...recipe, seeds, training: { ...recipe.training, steps } },
      });
    },
  };
}
