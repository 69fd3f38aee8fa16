import { wasmBackend } from '@ostinato/backend-wasm';
import { shuffledWindows } from '@ostinato/data';
import { countParameters, crossEntropy, dispose } from '@ostinato/nn';
import { manualSeed, reshape, setBackend, tensor, type Tensor, tidy } from '@ostinato/tensor';
import { adamW, cosineSchedule, fit, followSchedule, trainStep } from '@ostinato/train';
import { costOf, type LengthCost } from '../compared/lengths.ts';
import { bodies, SequenceModel, widthFor } from '../compared/models.ts';
import type { Experiment } from '../experiment.ts';
import { evaluateText } from '../language/evaluate.ts';
import { type CharacterText, readShakespeare } from '../language/shakespeare.ts';
import { ignored, type Recall, recallBatch, type RecallBatch, symbols } from '../tasks/recall.ts';

const recipe = {
  parameters: 300_000,
  steps: 2000,
  batch: 16,
  window: 64,
  recall: 20,
  peak: 1e-3,
  warmup: 100,
  clipNorm: 1,
} as const;
const lengths = [64, 128, 256, 512, 1024] as const;
const tasks = ['copy', 'reversal', 'shakespeare'] as const;
type Task = (typeof tasks)[number];

type Tensors = { inputs: Tensor<'int32'>; targets: Tensor<'int32'> };

/** Batches of a task that do not end, and how a model is judged on what it has not seen. */
function taskOf(task: Task, text: CharacterText) {
  if (task === 'shakespeare') {
    const { train, validation, vocabulary } = text;
    const windows = shuffledWindows(train, { batch: recipe.batch, steps: recipe.window, stride: 1, seed: 1 });
    const judge = (model: SequenceModel) => evaluateText((ids) => model.forward(ids).logits, validation, recipe.window);
    return { vocabulary: vocabulary.size, batches: windows as Iterable<RecallBatch>, judge };
  }
  const batches = function* (seed: number, count: number): Iterable<RecallBatch> {
    for (let i = 0; i < count; i++) yield recallBatch(task as Recall, recipe.recall, recipe.batch, seed, i);
  };
  return {
    vocabulary: symbols + 1,
    batches: { [Symbol.iterator]: () => batches(1, 1e6)[Symbol.iterator]() },
    judge: undefined,
    fresh: () => batches(2, 16),
  };
}

const lossOf = (model: SequenceModel, { inputs, targets }: Tensors): Tensor<'float32'> => {
  const { logits } = model.forward(inputs);
  return crossEntropy(reshape(logits, [-1, logits.shape[2]!]), reshape(targets, [-1]), { ignoreIndex: ignored });
};

async function train(name: string, task: Task, text: CharacterText, steps: number) {
  const { vocabulary, batches, judge, fresh } = taskOf(task, text);
  manualSeed(1);
  const width = widthFor(name, vocabulary, recipe.parameters);
  const model = new SequenceModel(vocabulary, width, bodies[name]!(width));
  const optimizer = adamW({ learningRate: recipe.peak });
  const step = trainStep(model, optimizer, (tensors: Tensors) => lossOf(model, tensors), {
    clipNorm: recipe.clipNorm,
    compile: true,
  });
  const schedule = cosineSchedule({
    peak: recipe.peak,
    floor: recipe.peak / 10,
    warmup: Math.min(recipe.warmup, steps >> 1),
    steps,
  });
  const start = performance.now();
  await fit(step, batches as never, { steps, callbacks: [followSchedule(optimizer, schedule)] });
  const seconds = (performance.now() - start) / 1000;
  const loss = judge?.(model) ?? meanLoss(model, fresh!());
  const parameters = countParameters(model);
  step.dispose();
  optimizer.dispose();
  dispose(model);
  return { name, task, width, parameters, seconds, loss };
}

/** The loss on batches of another seed. */
function meanLoss(model: SequenceModel, batches: Iterable<RecallBatch>): number {
  const losses = Array.from(batches, ({ inputs, targets }) =>
    tidy(() => {
      const [x, y] = [inputs, targets].map(({ data, shape }) => tensor(data, shape, { dtype: 'int32' }));
      return lossOf(model, { inputs: x!, targets: y! }).dataSync()[0]!;
    }),
  );
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** Recurrent, convolutional and attention models of one size on the same tasks, and what longer sequences cost them. */
export const rnnVsTransformer: Experiment = {
  name: 'rnn-vs-transformer',
  about: 'LSTM, GRU, TCN, GPT and a hybrid of 0.3 M parameters on copy, reversal and tiny Shakespeare',
  async run({ steps = recipe.steps }, print) {
    setBackend(await wasmBackend());
    const text = readShakespeare();
    const runs: Awaited<ReturnType<typeof train>>[] = [];
    const costs: Record<string, LengthCost[]> = {};
    for (const name of Object.keys(bodies)) {
      for (const task of tasks) {
        const run = await train(name, task, text, steps);
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
        ...costs[name]!.map(({ decodeMs, peakBytes }) => `${decodeMs.toFixed(2)}, ${(peakBytes / 1e6).toFixed(1)}`),
      ]),
      notes: [
        `chance: ${Math.log(symbols).toFixed(3)} nats on copy and reversal of ${recipe.recall} symbols`,
        'last columns: milliseconds of a token after so many others, and most memory of loss and gradients of one sequence of that length',
      ],
      record: { recipe: { ...recipe, steps }, runs, costs },
    };
  },
};
