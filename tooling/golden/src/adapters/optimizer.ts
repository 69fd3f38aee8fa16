import { type Parameter, parameter, tensor, tidy } from '@ostinato/tensor';
import { groups, type Optimizer, type OptimizerState } from '@ostinato/train';
import { type Adapter, type Check, valuesOf } from '../check.ts';
import type { HostValues } from '../compare.ts';
import { Config, rowOf, Uncovered } from '../config.ts';
import type { GoldenCase } from '../golden-case.ts';
import { optimizers } from './optimizers.ts';

type Options = Readonly<Record<string, unknown>>;

/** An optimizer, and those that hold the slots: itself or the parts of its groups. */
interface Built {
  readonly optimizer: Optimizer;
  readonly leaves: readonly Optimizer[];
}

/** @throws Uncovered for an optimizer or an option that the project does not have */
export function makeOptimizer(name: unknown, options: Options): Optimizer {
  const config = new Config(options);
  const optimizer = rowOf('optimizer', optimizers, name)(config);
  config.finish();
  return optimizer;
}

function build({ optimizer: name, given, defaults }: Options): Built {
  if (!Array.isArray(given)) {
    const optimizer = makeOptimizer(name, { ...(defaults as Options), ...(given as Options) });
    return { optimizer, leaves: [optimizer] };
  }
  const list = given.map(({ params, ...options }: Options) => ({
    parameters: params as string[],
    optimizer: makeOptimizer(name, { ...(defaults as Options), ...options }),
  }));
  return { optimizer: groups(list), leaves: list.map((group) => group.optimizer) };
}

/** The `at`-th slice of a stored tensor along its first axis. */
function frame(golden: GoldenCase, name: string, at: number): { shape: number[]; data: Float64Array } {
  const { shape, data } = golden.stored(name);
  const inner = shape.slice(1);
  const size = inner.reduce((product, n) => product * n, 1);
  return { shape: inner, data: Float64Array.from({ length: size }, (_, i) => data[at * size + i]!) };
}

/** Feeds the stored gradients; returns the parameters' values before the first step and after each. */
function trajectories(
  golden: GoldenCase,
  optimizer: Optimizer,
  parameters: ReadonlyMap<string, Parameter>,
): Map<string, HostValues> {
  const keys = [...parameters.keys()];
  const frames = keys.map((key) => [...valuesOfParameter(parameters, key)]);
  const steps = golden.stored(`grads.${keys[0]!}`).shape[0]!;
  for (let step = 0; step < steps; step++) {
    tidy(() => {
      const gradients = keys.map((key) => {
        const { shape, data } = frame(golden, `grads.${key}`, step);
        return [key, tensor(data, shape)] as const;
      });
      optimizer.update(new Map(gradients));
    });
    keys.forEach((key, i) => frames[i]!.push(...valuesOfParameter(parameters, key)));
  }
  return new Map(
    keys.map((key, i) => [
      `trajectory.${key}`,
      { shape: [steps + 1, ...parameters.get(key)!.shape], data: frames[i]! },
    ]),
  );
}

function valuesOfParameter(parameters: ReadonlyMap<string, Parameter>, key: string): number[] {
  return Array.from(parameters.get(key)!.dataSync());
}

/** Slots by torch's names, with the step counts. */
function slots(state: OptimizerState): [string, HostValues][] {
  const { steps = {} } = state.json as { readonly steps?: Readonly<Record<string, number>> };
  return [
    ...[...state.tensors].map(([name, value]): [string, HostValues] => [
      `state.${name}`,
      'dataSync' in value ? valuesOf(value) : { shape: value.shape, data: Array.from(value.data) },
    ]),
    ...Object.entries(steps).map(([key, step]): [string, HostValues] => [
      `state.${key}.step`,
      { shape: [], data: [step] },
    ]),
  ];
}

/** Cases of kind `optimizer`: the parameters after every step, and the optimizer's state after the last. */
export const optimizerAdapter: Adapter = (golden) => {
  const { optimizer, leaves } = build(golden.config);
  const foreign = golden.names().find((name) => !/^(input|losses|trajectory|grads|state)(\.|$)/.test(name));
  if (foreign !== undefined) throw new Uncovered(`tensor ${foreign}`);
  const keys = golden.names('trajectory.').map((name) => name.slice('trajectory.'.length));
  const start = keys.map((key) => {
    const { shape, data } = frame(golden, `trajectory.${key}`, 0);
    return [key, parameter(tensor(data, shape))] as const;
  });
  const parameters = new Map(start);
  optimizer.init(parameters);
  const computed = trajectories(golden, optimizer, parameters);
  for (const [name, value] of leaves.flatMap((leaf) => slots(leaf.state()))) computed.set(name, value);
  optimizer.dispose();
  for (const value of parameters.values()) value.dispose();
  return [...golden.names('trajectory.'), ...golden.names('state.')].map(
    (name): Check => ({
      tensor: name,
      got: computed.get(name),
      tolerance: 'fwd',
    }),
  );
};
