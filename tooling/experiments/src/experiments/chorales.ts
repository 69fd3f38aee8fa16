import { wasmBackend } from '@ostinato/backend-wasm';
import { GRU, LSTM } from '@ostinato/cells';
import { bceWithLogits, countParameters, dispose, dropout, Linear } from '@ostinato/nn';
import type { SequenceLayer } from '@ostinato/sequence';
import { div, manualSeed, mul, setBackend, sum, type Tensor, tensor, tidy } from '@ostinato/tensor';
import { type ChoraleBatch, choraleBatch, type Chorales, keys, readChorales } from '../corpora/chorales.ts';
import type { Experiment } from '../experiment.ts';
import { endless, uniforms } from '../training/batches.ts';
import { train } from '../training/train.ts';
import { overSeeds, truths } from '../truths.ts';

const recipe = {
  hiddenSize: 200,
  batch: 8,
  dropout: { input: 0.05, output: 0.1 },
  seeds: 3,
  judgedEvery: 50,
  training: { steps: 2500, peak: 5e-3, floor: 5e-5, warmup: 50, clipNorm: 1 },
} as const;

const layers = { GRU, LSTM };
const bars = { GRU: { atMost: 8.7 }, LSTM: { atMost: 8.75 } };
type Kind = keyof typeof layers;

type Floats = Tensor<'float32'>;
type Tensors = { inputs: Floats; targets: Floats; counted: Floats };

/** Each quarter to the odds of every key in the next. */
class ChoraleModel {
  readonly layer: SequenceLayer<never>;
  readonly head: Linear;

  constructor(kind: Kind) {
    const { hiddenSize } = recipe;
    this.layer = new layers[kind]({ inputSize: keys, hiddenSize }) as never;
    this.head = new Linear({ inFeatures: hiddenSize, outFeatures: keys });
  }

  /** Negative log likelihood in nats of each quarter that counts, 0 elsewhere: `[batch, steps]`. */
  losses({ inputs, targets, counted }: Tensors): Floats {
    const { output: hidden } = this.layer.forward(dropout(inputs, recipe.dropout.input));
    const output = dropout(hidden, recipe.dropout.output);
    const losses = bceWithLogits(this.head.forward(output), targets, { reduction: 'none' });
    return sum(mul(losses, counted), -1);
  }
}

/** The mean over pieces of the mean over their quarters, and the mean over all quarters. */
function judge(model: ChoraleModel, { inputs, targets, counted }: ChoraleBatch) {
  const losses = tidy(() => {
    const [x, y, z] = [inputs, targets, counted].map(({ data, shape }) => tensor(data, shape));
    return model.losses({ inputs: x!, targets: y!, counted: z! }).dataSync();
  });
  const [pieces = 0, steps = 0] = counted.shape;
  const means = Array.from({ length: pieces }, (_, row) => {
    const of = (all: ArrayLike<number>): number => {
      let total = 0;
      for (let step = 0; step < steps; step++) total += all[row * steps + step]!;
      return total;
    };
    return { loss: of(losses), quarters: of(counted.data) };
  });
  const total = (value: (piece: (typeof means)[number]) => number): number =>
    means.reduce((all, piece) => all + value(piece), 0);
  return {
    bySequence: total(({ loss, quarters }) => loss / quarters) / pieces,
    byQuarter: total(({ loss }) => loss) / total(({ quarters }) => quarters),
  };
}

/** The mean over pieces for one who gives every key its share of the training quarters. */
function chance({ train: known, test }: Chorales): number {
  const quarters = known.flat();
  const shares = Array.from(
    { length: keys },
    (_, key) => (1 + quarters.filter((quarter) => quarter.includes(key + 21)).length) / (2 + quarters.length),
  );
  const losses = test.map((piece) => {
    const later = piece.slice(1);
    const nats = later.flatMap((quarter) =>
      shares.map((share, key) => -Math.log(quarter.includes(key + 21) ? share : 1 - share)),
    );
    return nats.reduce((sum, loss) => sum + loss, 0) / later.length;
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** Trains; what counts is the test loss where the loss on the validation pieces was least. */
async function trainOne(data: Chorales, kind: Kind, seed: number, steps: number) {
  manualSeed(seed);
  const model = new ChoraleModel(kind);
  const [valid, test] = [choraleBatch(data.valid), choraleBatch(data.test)];
  const byLength = [...data.train].sort((a, b) => a.length - b.length); // neighbors need little padding
  const batches = endless((index) => {
    const at = Math.floor(uniforms(1, seed, index)[0]! * (byLength.length - recipe.batch + 1));
    return choraleBatch(byLength.slice(at, at + recipe.batch));
  });
  let best = { validation: Infinity, step: 0, bySequence: NaN, byQuarter: NaN };
  let judging = 0;
  const onStep = (step: number): void => {
    if (step % recipe.judgedEvery !== 0 && step !== steps) return;
    const start = performance.now();
    const validation = judge(model, valid).bySequence;
    if (validation < best.validation) best = { validation, step, ...judge(model, test) };
    judging += (performance.now() - start) / 1000;
  };
  const loss = (tensors: Tensors) => div(sum(model.losses(tensors)), sum(tensors.counted));
  const seconds = await train(model, loss, batches, { ...recipe.training, steps }, { onStep });
  const parameters = countParameters(model);
  dispose(model);
  return { value: best.bySequence, seconds, more: { ...best, parameters, judging } };
}

/** Bach's chorales as piano rolls: what sounds in the next quarter. */
export const chorales: Experiment = {
  name: 'chorales',
  about: "Bach's chorales (JSB), the next quarter from those before it: GRU, LSTM",
  async run({ steps = recipe.training.steps, seeds = recipe.seeds }, print) {
    setBackend(await wasmBackend());
    const data = readChorales();
    const rows = [];
    for (const kind of ['GRU', 'LSTM'] as const) {
      const runs = await overSeeds(kind, seeds, (seed) => trainOne(data, kind, seed, steps), print);
      rows.push({ name: kind, runs, bar: bars[kind] });
    }
    return truths('nats a quarter, mean over test pieces', rows, {
      digits: 3,
      notes: [
        `chance (every key as often as in the training pieces): ${chance(data).toFixed(2)}`,
        'published, 300 K parameters (Bai et al. 2018): GRU 8.43, LSTM 8.45, RNN 8.91',
      ],
      recipe: { ...recipe, seeds, training: { ...recipe.training, steps } },
    });
  },
};
