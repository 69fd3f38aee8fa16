import { checkFlags, checkFunction, checkNumber, checkOptions, StateError, typeError } from '@ostinato/base';
import {
  type Backend,
  compile,
  type Compiled,
  defaultGenerator,
  inspect,
  type Module,
  namedParameters,
  RandomGenerator,
  type Tensor,
  tidy,
  training,
  valueAndGrad,
} from '@ostinato/tensor';
import { gradientNorm, scaleToNorm } from '../clipping/clip-grad-norm.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { type BatchOf, type BatchTensors, batchTensors } from './batch-tensors.ts';
import { disposeTree } from './carried.ts';
import { checkFinite } from './non-finite.ts';

/** The loss of a batch, a scalar in nats or whatever it is made of; with `[loss, carry]` the carry is what the next call gets. */
export type Loss<T extends BatchTensors, C> = (
  tensors: T,
  carry: C | undefined,
) => Tensor<'float32'> | readonly [Tensor<'float32'>, C];

/** Options of `trainStep`. */
export interface TrainStepOptions {
  /** Largest 2-norm of all gradients together. Default: no clipping. */
  readonly clipNorm?: number;
  /** Where dropout draws from. Default: the default generator. */
  readonly generator?: RandomGenerator;
  /**
   * Whether the whole step runs as one list of kernel calls from the second batch of a shape on (see `compile` of `@ostinato/tensor`). The
   * loss must do the same with every batch then: what it decides on the host, and which parameters are trainable, stays as it was. On
   * backends that do not list their calls nothing changes. Default `false`.
   */
  readonly compile?: boolean;
}

/** One training step, and all that it changes: what a checkpoint saves. */
export interface TrainStep<T extends BatchTensors = BatchTensors, C = unknown> {
  /** Trains on one batch; resolves to its loss before the update. */
  (batch: BatchOf<T>): Promise<number>;
  /** What is trained. */
  readonly model: Module;
  /** What changes its parameters. */
  readonly optimizer: Optimizer;
  /** Where dropout draws from. */
  readonly generator: RandomGenerator;
  /** What the next call of the loss gets; setting it hands the tensors over and frees the old ones. */
  carry: C | undefined;
  /** Updates done so far. */
  steps: number;
  /** 2-norm of all gradients of the last step, before clipping; NaN before the first. */
  readonly gradientNorm: number;
  /** Frees the carried tensors. */
  dispose(): void;
}

/**
 * A step of training: batch to tensors, loss in training mode, gradients, clipping, update; everything else is freed.
 *
 * Carried state (truncated BPTT): where the loss returns `[loss, carry]`, the next call gets that tree of tensors,
 * detached, as its second argument; the one before is freed. It is `undefined` at first and wherever the batch says
 * `first: true`.
 *
 * All or nothing: if the loss throws or is not finite, then weights, optimizer, carry and generator are as before.
 * @throws NumericError (from the step) naming the step and the first parameter or gradient that is not finite;
 * StateError when the step before was not awaited
 *
 * @example
 * const step = trainStep(model, adam(), ({ inputs, targets }: { inputs: Tensor<'int32'>; targets: Tensor<'int32'> }) =>
 *   crossEntropy(model.forward(inputs), targets));
 * const loss = await step(batch);
 */
export function trainStep<T extends BatchTensors, C = unknown>(
  model: Module,
  optimizer: Optimizer,
  loss: Loss<T, C>,
  options: TrainStepOptions = {},
): TrainStep<T, C> {
  checkOptions('trainStep', options, ['clipNorm', 'generator', 'compile']);
  checkFlags('trainStep', { compile: options.compile });
  checkFunction('trainStep', 'loss', loss);
  if (typeof optimizer?.update !== 'function')
    throw typeError('trainStep', 'optimizer', 'an optimizer such as adam()', optimizer);
  if (options.generator !== undefined && !(options.generator instanceof RandomGenerator))
    throw typeError('trainStep', 'generator', 'a RandomGenerator', options.generator);
  if (options.clipNorm !== undefined) checkNumber('trainStep', 'clipNorm', options.clipNorm, { above: 0 });
  if (typeof model !== 'object' || model === null)
    throw typeError('trainStep', 'model', 'a module with parameters', model);
  const parameters = namedParameters(model);
  if (parameters.size === 0) throw typeError('trainStep', 'model', 'a module with parameters', model);
  optimizer.init(parameters);
  const run = new Run(model, optimizer, loss, options);
  const step = (batch: BatchOf<T>): Promise<number> => run.step(batch);
  return Object.defineProperties(step, {
    model: { value: model },
    optimizer: { value: optimizer },
    generator: { get: () => run.generator },
    carry: {
      get: () => run.carry,
      set(carry: C | undefined) {
        run.setCarry(carry);
      },
    },
    steps: {
      get: () => run.steps,
      set(steps: number) {
        run.steps = steps;
      },
    },
    gradientNorm: { get: () => run.gradientNorm },
    dispose: { value: () => run.dispose() },
  }) as TrainStep<T, C>;
}

/** Stops a step whose loss or gradients are not finite. */
class NotFinite extends Error {}

class Run<T extends BatchTensors, C> {
  readonly #model: Module;
  readonly #optimizer: Optimizer;
  readonly #loss: Loss<T, C>;
  readonly #options: TrainStepOptions;
  readonly #backend: Backend;
  readonly #compiled: Compiled<[T, C | undefined], { readonly aux: C }> | undefined;
  #busy = false;
  #lastLoss = NaN;
  steps = 0;
  gradientNorm = NaN;
  carry: C | undefined;

  constructor(model: Module, optimizer: Optimizer, loss: Loss<T, C>, options: TrainStepOptions) {
    this.#model = model;
    this.#optimizer = optimizer;
    this.#loss = loss;
    this.#options = options;
    this.#backend = [...namedParameters(model).values()][0]!.backend;
    if (options.compile === true && this.#backend.observe !== undefined)
      this.#compiled = compile((tensors, carry) => this.#whole(tensors, carry));
  }

  get generator(): RandomGenerator {
    return this.#options.generator ?? defaultGenerator();
  }

  setCarry(carry: C | undefined): void {
    disposeTree(this.carry, carry);
    this.carry = carry;
  }

  dispose(): void {
    this.#compiled?.dispose();
    this.setCarry(undefined);
  }

  async step(batch: BatchOf<T>): Promise<number> {
    if (this.#busy) throw new StateError('trainStep: the step before is still running. Await it first.');
    const { generator } = this;
    const { draws } = generator;
    this.#busy = true;
    try {
      return await this.#train(batch);
    } catch (error) {
      generator.draws = draws;
      throw error;
    } finally {
      this.#busy = false;
    }
  }

  async #train(batch: BatchOf<T>): Promise<number> {
    if (this.#compiled === undefined) return this.#trainEagerly(batch);
    try {
      const compiled = this.#compiled;
      const aux = tidy(() => compiled(batchTensors<T>(batch, this.#backend), this.#carryFor(batch)).aux);
      if (aux !== undefined || this.carry !== undefined) this.setCarry(aux);
      this.steps++;
      return this.#lastLoss;
    } catch (error) {
      if (!(error instanceof NotFinite)) throw error;
      return this.#trainEagerly(batch); // it says what is not finite
    }
  }

  /** The step as one function, which stops before it writes anything if the loss or a gradient is not finite. */
  #whole(tensors: T, carry: C | undefined): { aux: C } {
    const { value, norm, gradients, aux } = this.#differentiate(tensors, carry);
    inspect([value, norm], ([loss, size]) => {
      if (!Number.isFinite(loss) || !Number.isFinite(size)) throw new NotFinite();
      this.#lastLoss = loss!;
      this.gradientNorm = size!;
    });
    this.#optimizer.update(gradients);
    return { aux };
  }

  #carryFor(batch: BatchOf<T>): C | undefined {
    return (batch as { first?: unknown }).first === true ? undefined : this.carry;
  }

  async #trainEagerly(batch: BatchOf<T>): Promise<number> {
    const { value, norm, gradients, aux } = this.#gradients(batch);
    try {
      const [loss, size] = await Promise.all([value.item(), norm.item()]);
      await checkFinite({
        step: this.steps + 1,
        loss,
        norm: size,
        batch,
        parameters: namedParameters(this.#model),
        gradients,
      });
      this.#optimizer.update(gradients);
      this.steps++;
      this.gradientNorm = size;
      this.setCarry(aux);
      return loss;
    } finally {
      disposeTree([value, norm, gradients, aux], this.carry);
    }
  }

  /** Everything that is computed before anything is written. */
  #gradients(batch: BatchOf<T>) {
    return tidy(() => this.#differentiate(batchTensors<T>(batch, this.#backend), this.#carryFor(batch)));
  }

  #differentiate(tensors: T, carry: C | undefined) {
    const trainable = [...namedParameters(this.#model)].filter(([, parameter]) => parameter.trainable);
    const { clipNorm } = this.#options;
    return tidy(() => {
      const { value, gradients, aux } = training({ generator: this.generator }, () =>
        valueAndGrad(
          trainable.map(([, parameter]) => parameter),
          () => this.#loss(tensors, carry),
        ),
      );
      const map = new Map(trainable.map(([key], i) => [key, gradients[i]]));
      const norm = gradientNorm(map);
      return { value, norm, aux, gradients: clipNorm === undefined ? map : scaleToNorm(map, norm, clipNorm) };
    });
  }
}
