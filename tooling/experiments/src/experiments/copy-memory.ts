import { wasmBackend } from '@ostinato/backend-wasm';
import { GRU, LSTM, RNN } from '@ostinato/cells';
import { dispose } from '@ostinato/nn';
import { manualSeed, setBackend } from '@ostinato/tensor';
import { type IdTensors, meanLoss, SequenceModel } from '../compared/sequence-model.ts';
import type { Experiment } from '../experiment.ts';
import { copyBatch, copyChance, copyIds } from '../tasks/copy-memory.ts';
import { endless } from '../training/batches.ts';
import { train } from '../training/train.ts';
import { type Bar, overSeeds, truths } from '../truths.ts';

const recipe = {
  width: 16,
  hiddenSize: 128,
  batch: 32,
  seeds: 3,
  training: { peak: 1e-2, floor: 2e-4, warmup: 100, clipNorm: 1 },
} as const;

const sizes = { inputSize: recipe.width, hiddenSize: recipe.hiddenSize };
const bodies = { GRU: () => new GRU(sizes), LSTM: () => new LSTM(sizes), RNN: () => new RNN(sizes) };
type Name = keyof typeof bodies;

/** What is run: the longer delay is a question, not a demand. */
const runs: readonly { readonly name: Name; readonly delay: number; readonly steps: number; readonly bar?: Bar }[] = [
  { name: 'GRU', delay: 10, steps: 5000, bar: { atMost: 0.25 } },
  { name: 'LSTM', delay: 10, steps: 5000 },
  { name: 'RNN', delay: 10, steps: 5000 },
  { name: 'GRU', delay: 100, steps: 1000 },
  { name: 'LSTM', delay: 100, steps: 1000 },
];

async function trainOne(name: Name, delay: number, seed: number, steps: number) {
  manualSeed(seed);
  const model = new SequenceModel(copyIds, recipe.width, bodies[name](), recipe.hiddenSize);
  const batches = endless((index) => copyBatch(delay, recipe.batch, seed, index));
  const training = { ...recipe.training, steps };
  const seconds = await train(model, (tensors: IdTensors) => model.loss(tensors), batches, training);
  const value = meanLoss(model, [copyBatch(delay, 500, 0, 0)]);
  dispose(model);
  return { value, seconds };
}

/** Copy memory: ten symbols kept over a delay. */
export const copyMemory: Experiment = {
  name: 'copy-memory',
  about: 'ten symbols of eight kinds given back after 10 and 100 steps: GRU, LSTM, RNN',
  async run(options, print) {
    setBackend(await wasmBackend());
    const { seeds = recipe.seeds } = options;
    const rows = [];
    for (const { name: model, delay, steps, bar } of runs) {
      const name = `${model}, delay ${delay}`;
      const done = await overSeeds(name, seeds, (seed) => trainOne(model, delay, seed, options.steps ?? steps), print);
      rows.push({ name: `${name} (chance ${copyChance(delay).toFixed(3)})`, runs: done, bar });
    }
    return truths('nats a step', rows, {
      digits: 4,
      notes: [
        'chance: one who knows when symbols are asked for, but not which',
        'published at delay 1000, 16 K parameters (Bai et al. 2018): GRU 0.0197, LSTM 0.0204, RNN 0.0202, chance 0.0204',
      ],
      recipe: { ...recipe, seeds, runs: runs.map((one) => ({ ...one, steps: options.steps ?? one.steps })) },
    });
  },
};
