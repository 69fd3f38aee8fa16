import { wasmBackend } from '@ostinato/backend-wasm';
import { shuffledWindows } from '@ostinato/data';
import { countParameters, dispose } from '@ostinato/nn';
import { manualSeed, setBackend } from '@ostinato/tensor';
import { adamW } from '@ostinato/train';
import { costOf, type LengthCost } from '../compared/lengths.ts';
import { bodies, widthFor } from '../compared/models.ts';
import { type IdTensors, meanLoss, SequenceModel } from '../compared/sequence-model.ts';
import type { Experiment } from '../experiment.ts';
import { evaluateText } from '../language/evaluate.ts';
import { type CharacterText, readShakespeare } from '../language/shakespeare.ts';
import { recallBatch, symbols } from '../tasks/recall.ts';
import { endless, type IdBatch } from '../training/batches.ts';
import { train } from '../training/train.ts';

const recipe = {
  parameters: 300_000,
  steps: 2000,
  batch: 16,
  window: 64,
  recall: 20,
  peak: 1e-3,
  floor: 1e-4,
  warmup: 100,
  clipNorm: 1,
} as const;
const lengths = [64, 128, 256, 512, 1024] as const;
const tasks = ['copy', 'reversal', 'shakespeare'] as const;
type Task = (typeof tasks)[number];

/** Batches of a task that do not end, and how a model is judged on what it has not seen. */
function taskOf(task: Task, text: CharacterText) {
  if (task === 'shakespeare') {
    const { train: ids, validation, vocabulary } = text;
    const batches: Iterable<IdBatch> = shuffledWindows(ids, {
      batch: recipe.batch,
      steps: recipe.window,
      stride: 1,
      seed: 1,
    });
    const judge = (model: SequenceModel) =>
      evaluateText((given) => model.forward(given).logits, validation, recipe.window);
    return { vocabulary: vocabulary.size, batches, judge };
  }
  const batch = (seed: number) => (index: number) => recallBatch(task, recipe.recall, recipe.batch, seed, index);
  const fresh = Array.from({ length: 16 }, (_, index) => batch(2)(index));
  return {
    vocabulary: symbols + 1,
    batches: endless(batch(1)),
    judge: (model: SequenceModel) => meanLoss(model, fresh),
  };
}

async function trainOne(name: string, task: Task, text: CharacterText, steps: number) {
  const { vocabulary, batches, judge } = taskOf(task, text);
  manualSeed(1);
  const width = widthFor(name, vocabulary, recipe.parameters);
  const model = new SequenceModel(vocabulary, width, bodies[name]!(width));
  const { peak, floor, warmup, clipNorm } = recipe;
  const optimizer = adamW({ learningRate: peak });
  const training = { steps, peak, floor, warmup, clipNorm };
  const seconds = await train(model, (tensors: IdTensors) => model.loss(tensors), batches, training, { optimizer });
  const loss = judge(model);
  const parameters = countParameters(model);
  dispose(model);
  return { name, task, width, parameters, seconds, loss };
}

/** Recurrent, convolutional and attention models of one size on the same tasks, and what longer sequences cost them. */
export const rnnVsTransformer: Experiment = {
  name: 'rnn-vs-transformer',
  about: 'LSTM, GRU, TCN, GPT and a hybrid of 0.3 M parameters on copy, reversal and tiny Shakespeare',
  oneSeed: true,
  async run({ steps = recipe.steps }, print) {
    setBackend(await wasmBackend());
    const text = readShakespeare();
    const runs: Awaited<ReturnType<typeof trainOne>>[] = [];
    const costs: Record<string, LengthCost[]> = {};
    for (const name of Object.keys(bodies)) {
      for (const task of tasks) {
        const run = await trainOne(name, task, text, steps);
        print(
          `${name} on ${task}: ${run.loss.toFixed(3)} nats, ${run.seconds.toFixed(0)} s, ${run.parameters} parameters`,
        );
        runs.push(run);
      }
      const { width } = runs.at(-1)!;
      costs[name] = [];
      for (const length of lengths) costs[name].push(await costOf(name, text.vocabulary.size, width, length));
    }
    const of = (name: string, task: Task) => runs.find((run) => run.name === name && run.task === task)!;
    return {
      columns: [
        'model',
        'parameters',
        ...tasks.map((task) => `${task} (nats)`),
        'training (s)',
        ...lengths.map((length) => `${length}: ms, MB`),
      ],
      rows: Object.keys(bodies).map((name) => [
        name,
        of(name, 'shakespeare').parameters,
        ...tasks.map((task) => of(name, task).loss.toFixed(3)),
        tasks.map((task) => of(name, task).seconds.toFixed(0)).join(' + '),
        ...costs[name]!.map(({ decodeMs, peakBytes }) => `${decodeMs.toFixed(3)}, ${(peakBytes / 1e6).toFixed(1)}`),
      ]),
      notes: [
        `chance: ${Math.log(symbols).toFixed(3)} nats on copy and reversal of ${recipe.recall} symbols`,
        'last columns: milliseconds of a token after so many others, in a stream on one thread (attention sees as many), and most memory of loss and gradients of one sequence of that length',
      ],
      record: { recipe: { ...recipe, steps }, runs, costs },
    };
  },
};
