import { wasmBackend } from '@ostinato/backend-wasm';
import { GRU, LSTM, RNN } from '@ostinato/cells';
import { chronoInitializer, irnnInitializers } from '@ostinato/cells/initializers';
import { constantInitializer, dispose, Linear, mse } from '@ostinato/nn';
import { initialize } from '@ostinato/nn/initializers';
import { lastHidden, manyToOne, Pooled, type SequenceLayer } from '@ostinato/sequence';
import { manualSeed, setBackend, type Tensor, tensor, tidy } from '@ostinato/tensor';
import type { Experiment } from '../experiment.ts';
import { addingBatch, addingChance } from '../tasks/adding.ts';
import { endless } from '../training/batches.ts';
import { train } from '../training/train.ts';
import { overSeeds, truths } from '../truths.ts';

const recipe = {
  length: 200,
  hiddenSize: 64,
  batch: 32,
  tested: 1000,
  seeds: 3,
  training: { steps: 2000, warmup: 100, clipNorm: 1 },
  peak: { gated: 1e-2, plain: 1e-3 },
} as const;

type Recurrent = SequenceLayer<{ h: Tensor<'float32'> }>;

const sizes = { inputSize: 2, hiddenSize: recipe.hiddenSize };
const bar = { atMost: 0.01 };

const models: Readonly<
  Record<string, { readonly layer: () => unknown; readonly plain?: boolean; readonly bar?: typeof bar }>
> = {
  GRU: { layer: () => new GRU(sizes), bar },
  'LSTM, chrono': {
    layer: () =>
      initialize(new LSTM(sizes), { bias_ih: chronoInitializer(recipe.length), bias_hh: constantInitializer(0) }),
    bar,
  },
  LSTM: { layer: () => new LSTM(sizes) },
  RNN: { layer: () => new RNN(sizes), plain: true },
  IRNN: { layer: () => initialize(new RNN({ ...sizes, nonlinearity: 'relu' }), irnnInitializers()), plain: true },
};

type Tensors = { inputs: Tensor<'float32'>; targets: Tensor<'float32'> };

async function trainOne(name: string, seed: number, steps: number) {
  manualSeed(seed);
  const encoder = new Pooled<{ h: Tensor<'float32'> }>(models[name]!.layer() as Recurrent, lastHidden);
  const model = manyToOne(encoder, new Linear({ inFeatures: recipe.hiddenSize, outFeatures: 1 }));
  const loss = ({ inputs, targets }: Tensors) => mse(model.forward(inputs).output, targets);
  const batches = endless((index) => addingBatch(recipe.length, recipe.batch, seed, index));
  const peak = recipe.peak[models[name]!.plain === true ? 'plain' : 'gated'];
  const training = { ...recipe.training, steps, peak, floor: peak / 100 };
  const seconds = await train(model, loss, batches, training);
  const { inputs, targets } = addingBatch(recipe.length, recipe.tested, 0, 0);
  const value = tidy(() =>
    loss({ inputs: tensor(inputs.data, inputs.shape), targets: tensor(targets.data, targets.shape) }).dataSync(),
  )[0]!;
  dispose(model);
  return { value, seconds };
}

/** The adding problem over 200 steps: gates that stay open carry what other networks forget. */
export const adding: Experiment = {
  name: 'adding',
  about: 'the adding problem over 200 steps: GRU, LSTM with and without chrono biases, RNN, IRNN',
  async run({ steps = recipe.training.steps, seeds = recipe.seeds }, print) {
    setBackend(await wasmBackend());
    const rows = [];
    for (const name of Object.keys(models)) {
      const runs = await overSeeds(name, seeds, (seed) => trainOne(name, seed, steps), print);
      rows.push({ name, runs, bar: models[name]!.bar });
    }
    return truths(`mean square error`, rows, {
      digits: 5,
      notes: [
        `chance (always 1): ${addingChance.toFixed(4)}`,
        'published at 600 steps, with 70 K parameters (Bai et al. 2018): GRU 5.3e-5, LSTM 0.164, RNN 0.177',
      ],
      recipe: { ...recipe, seeds, training: { ...recipe.training, steps } },
    });
  },
};
