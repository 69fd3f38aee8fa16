import { checkNumber, ShapeError, StateError } from '@ostinato/base';
import { Buffer, hostEffect, type Parameter, Tensor, tidy } from '@ostinato/tensor';
import type { Json } from '../checkpoint/json.ts';
import type { GradientMap, Optimizer, OptimizerState } from './optimizer.ts';
import { checkSaved, savedSlot, type SlotValue } from './saved-slots.ts';

/** What tells one optimizer from another: its slots and what it does to one parameter. */
export interface UpdateRule {
  /** The name that a saved state is recognized by: `sgd`, `adam`... */
  readonly kind: string;
  /** The step size at first. */
  readonly learningRate: number;
  /** Options that a saved state must agree with. */
  readonly options: Readonly<Record<string, Json>>;
  /** torch's names of the slots; each is of the shape of the parameter and starts with zeros. */
  readonly slots: readonly string[];
  /** Writes one parameter and its slots in place; `step` counts its gradients from 1. */
  update(
    parameter: Parameter,
    gradient: Tensor<'float32'>,
    slots: readonly Buffer<'float32'>[],
    at: UpdateMoment,
  ): void;
}

/** What changes from step to step: read it within `hostNumber`, so that a compiled step reads it in every run. */
export interface UpdateMoment {
  /** The step size. */
  readonly learningRate: number;
  /** How many gradients the parameter has had, this one included. */
  readonly step: number;
}

/** A parameter with what is remembered of it. */
interface Entry {
  readonly parameter: Parameter;
  readonly slots: readonly Buffer<'float32'>[];
  step: number;
}

/** The book-keeping of every optimizer that treats each parameter alone. @throws ArgumentError for a negative rate */
export function slotOptimizer(rule: UpdateRule): Optimizer {
  return new SlotOptimizer(rule);
}

class SlotOptimizer implements Optimizer {
  readonly #rule: UpdateRule;
  #learningRate = 0;
  #entries: Map<string, Entry> | undefined;

  constructor(rule: UpdateRule) {
    this.#rule = rule;
    this.learningRate = rule.learningRate;
  }

  get kind(): string {
    return this.#rule.kind;
  }

  get learningRate(): number {
    return this.#learningRate;
  }

  set learningRate(rate: number) {
    this.#learningRate = checkNumber(this.kind, 'learningRate', rate, { min: 0, below: Infinity });
  }

  init(parameters: ReadonlyMap<string, Parameter>): void {
    if (this.#entries !== undefined) {
      const same =
        parameters.size === this.#entries.size &&
        [...parameters].every(([key, p]) => this.#entries?.get(key)?.parameter === p);
      if (same) return;
      throw new StateError(
        `${this.kind}: this optimizer already belongs to other parameters. Make one for each model.`,
      );
    }
    this.#entries = new Map([...parameters].map(([key, parameter]) => [key, this.#entryFor(parameter)]));
  }

  #entryFor(parameter: Parameter): Entry {
    const { backend, shape, size } = parameter;
    const slots = this.#rule.slots.map(() => new Buffer(backend, shape, 'float32', () => new Float32Array(size)));
    return { parameter, slots, step: 0 };
  }

  #bound(): Map<string, Entry> {
    if (this.#entries !== undefined) return this.#entries;
    throw new StateError(
      `${this.kind}: there are no parameters yet. Call init(namedParameters(model)), or use trainStep.`,
    );
  }

  update(gradients: GradientMap): void {
    const work = [...gradients].flatMap(([key, gradient]) => {
      const entry = this.#bound().get(key);
      if (entry === undefined)
        throw new StateError(`${this.kind}: a gradient came for "${key}", which is not among the parameters.`);
      if (gradient === undefined || !entry.parameter.trainable) return [];
      if (gradient.shape.join() !== entry.parameter.shape.join()) {
        throw new ShapeError(
          `${this.kind}: the gradient of "${key}" is [${gradient.shape}], expected [${entry.parameter.shape}].`,
        );
      }
      return [{ entry, gradient }];
    });
    for (const { entry, gradient } of work) {
      tidy(() => this.#rule.update(entry.parameter, gradient, entry.slots, this.#momentOf(entry)));
      hostEffect(() => entry.step++);
    }
  }

  /** The numbers are those of the time when they are read. */
  #momentOf(entry: Entry): UpdateMoment {
    const rate = (): number => this.#learningRate;
    return {
      get learningRate() {
        return rate();
      },
      get step() {
        return entry.step + 1;
      },
    };
  }

  state(): OptimizerState {
    const used = [...this.#bound()].filter(([, { step }]) => step > 0);
    const tensors = used.flatMap(([key, { slots }]) =>
      slots.map((slot, i) => [`${key}.${this.#rule.slots[i]}`, slot] as const),
    );
    const steps = Object.fromEntries(used.map(([key, { step }]) => [key, step]));
    const json = { learningRate: this.#learningRate, options: this.#rule.options, steps };
    return { kind: this.kind, json, tensors: new Map(tensors) };
  }

  check(state: OptimizerState): void {
    this.#plan(state);
  }

  load(state: OptimizerState): void {
    const { learningRate, steps, values } = this.#plan(state);
    this.learningRate = learningRate;
    for (const [key, entry] of this.#bound()) entry.step = steps.get(key) ?? 0;
    for (const { slot, value } of values) if (!(slot.version === 0 && isZero(value))) slot.assign(value);
  }

  /** Everything that `load` will write. */
  #plan(state: OptimizerState) {
    const entries = this.#bound();
    const { kind, options, slots: names } = this.#rule;
    const { learningRate, steps } = checkSaved(kind, options, state);
    const unknown = [...steps.keys()].find((key) => !entries.has(key));
    if (unknown !== undefined)
      throw new StateError(`${kind}: the saved state has "${unknown}", which is not among the parameters.`);
    const values = [...entries].flatMap(([key, { slots }]) =>
      slots.map((slot, i) => ({
        slot,
        value: steps.has(key) ? savedSlot(`${key}.${names[i]}`, state, slot.shape) : new Float32Array(slot.size),
      })),
    );
    return { learningRate, steps, values };
  }

  dispose(): void {
    for (const { slots } of this.#entries?.values() ?? []) for (const slot of slots) slot.dispose();
    this.#entries = undefined;
  }
}

/** Whether an untouched slot need not be written. */
const isZero = (value: SlotValue): boolean => !(value instanceof Tensor) && value.every((x) => Object.is(x, 0));
