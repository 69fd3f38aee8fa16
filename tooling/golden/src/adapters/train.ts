import type { CellState } from '@ostinato/cells';
import { dispose, loadStateDict } from '@ostinato/nn';
import { namedParameters, tidy, valueAndGrad } from '@ostinato/tensor';
import { clipGradNorm, cosineSchedule, type Optimizer, type Schedule } from '@ostinato/train';
import { type Adapter, type Check, valuesOf } from '../check.ts';
import type { HostValues } from '../compare.ts';
import { Config, Uncovered } from '../config.ts';
import type { GoldenCase } from '../golden-case.ts';
import { storedParameters } from './module.ts';
import { makeOptimizer } from './optimizer.ts';
import { type TrainTask, trainTask } from './train-tasks.ts';

/** `{ "Adam": { "lr": 0.02 } }` */
function optimizerOf(config: Config): Optimizer {
  const [name, options] = Object.entries(config.raw('optimizer') ?? {})[0] ?? [];
  return makeOptimizer(name, options as Readonly<Record<string, unknown>>);
}

const cosine = /^CosineAnnealingLR\(T_max=(\d+)\) stepped each step$/;

/** The rate of each step; `undefined` where it stays as it is. @throws Uncovered */
function scheduleOf(config: Config, { learningRate }: Optimizer): Schedule | undefined {
  if (!config.has('scheduler')) return undefined;
  const text = config.text('scheduler');
  const match = cosine.exec(text);
  if (match === null) throw new Uncovered(`scheduler ${text}`);
  return cosineSchedule({ peak: learningRate, steps: Number(match[1]) });
}

/** How a run goes. */
interface Course {
  readonly steps: number;
  readonly maxNorm: number | undefined;
  readonly schedule: Schedule | undefined;
}

/** What a run leaves, by the names of the stored tensors. */
type History = Map<string, HostValues>;

/** The losses before each update, the gradient norms before clipping, and the parameters at the end. */
function train({ module, loss }: TrainTask, optimizer: Optimizer, { steps, maxNorm, schedule }: Course): History {
  const parameters = namedParameters(module);
  optimizer.init(parameters);
  const losses: number[] = [];
  const norms: number[] = [];
  let carried: CellState | undefined;
  for (let step = 0; step < steps; step++) {
    if (schedule) optimizer.learningRate = schedule(step);
    carried = tidy(() => {
      const { value, gradients, aux } = valueAndGrad(module, () => loss(step, carried));
      const clipped = clipGradNorm(gradients, maxNorm ?? 1);
      optimizer.update(maxNorm === undefined ? gradients : clipped.gradients);
      losses.push(value.dataSync()[0]!);
      norms.push(clipped.norm.dataSync()[0]!);
      return aux;
    });
  }
  const finals = [...parameters].map(([key, value]) => [`final.${key}`, valuesOf(value)] as const);
  return new Map<string, HostValues>([
    ['losses', { shape: [steps], data: losses }],
    ['grad_norms', { shape: [steps], data: norms }],
    ...finals,
  ]);
}

function run(golden: GoldenCase, task: TrainTask, optimizer: Optimizer, course: Course): History {
  try {
    loadStateDict(task.module, storedParameters(golden));
    return train(task, optimizer, course);
  } finally {
    optimizer.dispose();
    dispose(task.module);
  }
}

/** Cases of kind `train`: a whole training run. */
export const trainAdapter: Adapter = (golden) => {
  const config = new Config(golden.config);
  const steps = config.number('steps');
  const maxNorm = config.has('clip_grad_norm') ? config.number('clip_grad_norm') : undefined;
  const optimizer = optimizerOf(config);
  const schedule = scheduleOf(config, optimizer);
  config.ignore('why_eps'); // a note for the reader
  const task = trainTask(config, golden);
  config.finish();
  const foreign = golden.names().find((name) => !/^(param\.|input\.|final\.|losses$|grad_norms$)/.test(name));
  if (foreign !== undefined) throw new Uncovered(`tensor ${foreign}`);
  const history = run(golden, task, optimizer, { steps, maxNorm, schedule });
  const results = golden.names().filter((name) => !/^(param|input)\./.test(name));
  return results.map(
    (tensor): Check => ({
      tensor,
      got: history.get(tensor),
      tolerance: tensor.startsWith('final.') ? 'final' : 'losses',
    }),
  );
};
