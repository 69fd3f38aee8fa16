import { wasmBackend } from '@ostinato/backend-wasm';
import { type Cell, gradientFlow, GRUCell, LSTMCell, RNNCell, unroll } from '@ostinato/cells';
import { chronoInitializer, irnnInitializers } from '@ostinato/cells/initializers';
import { NumericError } from '@ostinato/base';
import { dispose, Linear, mse } from '@ostinato/nn';
import { constantInitializer, initialize, normalInitializer } from '@ostinato/nn/initializers';
import { manyToOne } from '@ostinato/sequence';
import { manualSeed, setBackend, type Tensor, tensor, tidy } from '@ostinato/tensor';
import { sgd } from '@ostinato/train';
import type { Experiment } from '../experiment.ts';
import { addingBatch } from '../tasks/adding.ts';
import { endless } from '../training/batches.ts';
import { train } from '../training/train.ts';

const recipe = {
  steps: 201,
  hiddenSize: 64,
  batch: 16,
  training: { steps: 300, peak: 0.05 },
  momentum: 0.9,
  clipNorm: 1,
} as const;

/** How many steps before the last. */
const lags = [1, 2, 5, 10, 20, 50, 100, 200] as const;

const sizes = { inputSize: 2, hiddenSize: recipe.hiddenSize };

const cells: Readonly<Record<string, () => unknown>> = {
  RNN: () => new RNNCell(sizes),
  'RNN, weights x 3': () =>
    initialize(new RNNCell(sizes), { weight_hh: normalInitializer(0, 3 / Math.sqrt(3 * recipe.hiddenSize)) }),
  IRNN: () => initialize(new RNNCell({ ...sizes, nonlinearity: 'relu' }), irnnInitializers()),
  LSTM: () => new LSTMCell(sizes),
  'LSTM, chrono': () =>
    initialize(new LSTMCell(sizes), { bias_ih: chronoInitializer(recipe.steps), bias_hh: constantInitializer(0) }),
  GRU: () => new GRUCell(sizes),
};

type Tensors = { inputs: Tensor<'float32'>; targets: Tensor<'float32'> };

/** What comes of one cell: at the start, or after training with clipping or without. */
async function flowOf(name: string, training: 'none' | 'clipped' | 'not clipped', steps: number) {
  manualSeed(1);
  const cell = cells[name]!() as Cell;
  const model = manyToOne(unroll(cell), new Linear({ inFeatures: recipe.hiddenSize, outFeatures: 1 }));
  const loss = ({ inputs, targets }: Tensors) => mse(model.forward(inputs).output, targets);
  const batch = (index: number) => addingBatch(recipe.steps, recipe.batch, 1, index);
  let [largest, done, diverged] = [0, 0, false];
  if (training !== 'none') {
    const clipNorm = training === 'clipped' ? recipe.clipNorm : undefined;
    const optimizer = sgd({ learningRate: recipe.training.peak, momentum: recipe.momentum });
    const onStep = (step: number, _loss: number, norm: number): void => {
      [largest, done] = [Math.max(largest, norm), step];
    };
    const plan = { ...recipe.training, steps, clipNorm };
    try {
      await train(model, loss, endless(batch), plan, { optimizer, onStep });
    } catch (error) {
      if (!(error instanceof NumericError)) throw error;
      diverged = true;
    }
  }
  const flow = tidy(() => {
    const { inputs, targets } = batch(steps);
    const wanted = tensor(targets.data, targets.shape);
    return gradientFlow(cell, tensor(inputs.data, inputs.shape), {
      loss: (outputs) => mse(model.head.forward(outputs.at(-1)!), wanted),
    });
  });
  dispose(model);
  return { name, training, largest, done, diverged, ...flow };
}

/** How gradients come back through 200 steps: what vanishes, what explodes, and what clipping changes. */
export const gradientFlowTable: Experiment = {
  name: 'gradient-flow',
  about:
    'the norm of the gradient of the state 1 to 200 steps back, at the start and after training with clipping and without',
  oneSeed: true,
  async run({ steps = recipe.training.steps }, print) {
    setBackend(await wasmBackend());
    const flows = [];
    for (const name of Object.keys(cells)) {
      for (const training of ['none', 'clipped', 'not clipped'] as const) {
        const flow = await flowOf(name, training, steps);
        print(`${name}, ${training}: ${flow.evidence}`);
        flows.push(flow);
      }
    }
    return {
      columns: ['cell', 'trained', ...lags.map(String), 'a step', 'verdict', 'largest gradient'],
      rows: flows.map(({ name, training, state, rate, verdict, largest, done, diverged }) => [
        name,
        training === 'none' ? 'no' : diverged ? `${training}, diverged after ${done}` : training,
        ...lags.map((lag) => (state[0] === 0 ? '-' : (state[lag]! / state[0]!).toExponential(1))),
        rate.toFixed(3),
        verdict,
        training === 'none' ? '-' : largest.toPrecision(3),
      ]),
      notes: [
        'norm of dL/dh that many steps before the last, as a share of the norm before the last; L is the loss of the adding problem',
        'a step: what one step back multiplies it by, on the average; largest gradient: of all weights together, before clipping',
      ],
      record: { recipe: { ...recipe, training: { ...recipe.training, steps } }, flows },
    };
  },
};
