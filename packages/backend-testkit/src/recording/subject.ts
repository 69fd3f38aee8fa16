import type { Backend } from '@ostinato/backend';
import type { HostArray } from '@ostinato/base';
import {
  add,
  compile,
  defaultGenerator,
  explain,
  mul,
  normal,
  RandomGenerator,
  scan,
  sum,
  tensor,
  type Tensor,
  tensorsIn,
  tidy,
  training,
  valueAndGrad,
  withBackend,
} from '@ostinato/tensor';
import { looped } from '@ostinato/tensor/testing';
import { readAll, type Values } from '../laws/samples.ts';
import { features, hidden, Numbers, type StepCase, type StepRow } from './step-row.ts';
import { maskOf, type Use, type Variant } from './variant.ts';

type Floats = Tensor<'float32'>;

/** What a scan gave. */
export interface Outcome {
  /** Outputs, trace and states. */
  readonly forward: readonly Values[];
  /** Of inputs, initial states, `given`, `shared` and parameters, where they are floats; 0 where nothing was reached. */
  readonly gradients: readonly HostArray[];
  /** How many draws the generators have made. */
  readonly draws: string;
}

/** What a scan is given. */
export interface Given {
  readonly xs: unknown;
  readonly init: unknown;
  readonly given: unknown;
  readonly shared: unknown;
}

/** A step under test, with its parameters on a backend. */
export class Subject {
  /** Calls of the step so far. */
  calls = 0;
  readonly backend: Backend;
  readonly #numbers = new Numbers();
  readonly #made: StepCase<unknown, unknown, unknown, unknown, unknown>;
  readonly #step: StepCase<unknown, unknown, unknown, unknown, unknown>['step'];

  constructor(backend: Backend, row: StepRow) {
    this.backend = backend;
    try {
      this.#made = withBackend(backend, () => row.make(this.#numbers));
    } catch (error) {
      this.dispose();
      throw error;
    }
    const { step } = this.#made;
    this.#step = (...args) => {
      this.calls++;
      return step(...args);
    };
  }

  /** The parameters of the step. */
  get parameters(): readonly Tensor[] {
    return this.#numbers.parameters;
  }

  /** Runs the scan and reads what it gives. `loop`: as a loop. */
  async run(variant: Variant, use: Use, loop = false): Promise<Outcome> {
    const how = loop ? looped : <R>(fn: () => R): R => fn();
    const { tensors, forward, draws } = this.#drawing(() => how(() => tidy(() => this.#all(variant, use))));
    const values = await readAll(tensors);
    return { forward: values.slice(0, forward), gradients: values.slice(forward).map(({ data }) => data), draws };
  }

  /** Compiles the scan and its gradients, and reads what they give at the second call. */
  async runCompiled(variant: Variant): Promise<Outcome> {
    let forward = 0;
    const whole = compile(({ given, steps }: { given: Given; steps: string }) => {
      const results = this.#resultsOf(steps === '' ? given : { ...given, xs: Number(steps) }, variant, 'all');
      forward = results.forward;
      return results.tensors;
    });
    const { tensors, draws } = this.#drawing(() =>
      tidy(() => {
        const { xs, ...others } = this.inputs(variant);
        const steps = typeof xs === 'number' ? String(xs) : ''; // a number would be one that changes
        const call = (): Tensor[] => whole({ given: { ...others, xs: steps === '' ? xs : undefined }, steps });
        tidy(() => void call());
        return { tensors: call() };
      }),
    );
    whole.dispose();
    const values = await readAll(tensors);
    return { forward: values.slice(0, forward), gradients: values.slice(forward).map(({ data }) => data), draws };
  }

  /** What `explain` says of the scan. */
  explain(variant: Variant, use: Use): string {
    return this.#drawing(() => explain(() => tidy(() => void this.#all(variant, use)))).toString();
  }

  /** Inputs of the sizes of a variant; `seed` sets apart those of several scans. */
  inputs({ steps, batch }: Variant, seed = 0): Given {
    const { xs, init, given, shared } = this.#made;
    const numbers = this.#numbers;
    numbers.restart();
    for (let i = 0; i < 10 * seed; i++) numbers.floats(0);
    return {
      xs: xs === 'none' ? steps : (xs?.(steps, batch) ?? numbers.floats(steps, batch, features)),
      init: init?.(batch) ?? numbers.floats(batch, hidden),
      given: given?.(batch),
      shared: shared?.(),
    };
  }

  /** The scan of what was given. */
  scan({ xs, init, given, shared }: Given, variant: Variant) {
    const { lengths, mask = false, reverse = false, trace = false, memory = 'high' } = variant;
    return scan(this.#step, init, xs, {
      given,
      shared,
      reverse,
      trace,
      memory,
      ...(lengths && { lengths }),
      ...(mask && { mask: tensor(maskOf(variant)) as Tensor<'bool'> }),
    });
  }

  /** What gradients are taken with respect to: floats that were given, and the parameters. */
  targets(given: Given): Floats[] {
    return [...[...tensorsIn(given)].filter(({ dtype }) => dtype === 'float32'), ...this.parameters] as Floats[];
  }

  /** Results, of which the first `forward` are no gradients. */
  #all(variant: Variant, use: Use): { tensors: Tensor[]; forward: number } {
    return this.#resultsOf(this.inputs(variant), variant, use);
  }

  #resultsOf(given: Given, variant: Variant, use: Use): { tensors: Tensor[]; forward: number } {
    if (use === 'nothing') {
      const tensors = resultsOf(this.scan(given, variant));
      return { tensors, forward: tensors.length };
    }
    const targets = this.targets(given);
    const { aux, gradients } = valueAndGrad(targets, () => {
      const result = this.scan(given, variant);
      const used = use === 'all' ? resultsOf(result) : [...tensorsIn(use === 'state' ? result.state : result.outputs)];
      return [lossOf(used), resultsOf(result)];
    });
    const found = gradients.map((gradient, i) => gradient ?? mul(targets[i]!, 0));
    return { tensors: [...aux, ...found], forward: aux.length };
  }

  /** Runs `fn` in training mode with the backend and with generators that always begin at the same draw. */
  #drawing<R extends object | string>(fn: () => R): R & { draws: string } {
    const shared = defaultGenerator();
    const before = shared.draws;
    const generators = [shared, new RandomGenerator(5, 9), this.#numbers.generator] as const;
    generators.forEach((generator, i) => (generator.draws = 3 + i));
    try {
      const result = withBackend(this.backend, () => training({ generator: generators[1] }, fn));
      return Object.assign(result, { draws: generators.map(({ draws }) => draws).join() });
    } finally {
      shared.draws = before;
    }
  }

  /** Frees the parameters. */
  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }
}

const resultsOf = ({ outputs, trace, state }: ReturnType<Subject['scan']>): Tensor[] => [
  ...tensorsIn([outputs, trace, state]),
];

/** The sum of all floats, each times another number. */
export function lossOf(tensors: readonly Tensor[]): Floats {
  const parts = tensors.map((x, i) =>
    x.dtype === 'float32'
      ? sum(mul(x as Floats, normal(x.shape, { generator: new RandomGenerator(600 + i) })))
      : tensor(0),
  );
  return parts.reduce((total, part) => add(total, part), tensor(0));
}
