import { checkInteger, ShapeError, typeError } from '@ostinato/base';
import { constantInitializer } from '@ostinato/nn';
import {
  add,
  linear,
  mul,
  type Parameter,
  parameter,
  sigmoid,
  split,
  type StepResult,
  tanh,
  Tensor,
  tidy,
  unstack,
} from '@ostinato/tensor';
import type { Cell } from './cell.ts';
import { type CellOptions, checkCellOptions, gateWeights, preactivations, zeroState } from './gate-weights.ts';
import type { LSTMState } from './lstm-cell.ts';
import { StatisticsOf, StepBatchNorm } from './step-batch-norm.ts';

/** Options of `BatchNormLSTMCell`. */
export interface BatchNormLSTMCellOptions extends CellOptions {
  /** Steps that have statistics of their own; later ones use the last. Default 1. */
  readonly maxSteps?: number;
}

/** The state of a `BatchNormLSTMCell`: that of an LSTM, and the time. */
export type BatchNormLSTMState = LSTMState & {
  /** Steps so far, `[batch, 1]`. */
  readonly time: Tensor<'float32'>;
};

type Floats = Tensor<'float32'>;
type Normalize = (norm: StepBatchNorm, x: Floats) => Floats;

/**
 * LSTM with batch normalization of both products and of the cell state (Cooijmans et al. 2016).
 *
 *     i, f, g, o = norm_ih(W x) + norm_hh(U h) + b
 *     c' = sigmoid(f) c + sigmoid(i) tanh(g)
 *     h' = sigmoid(o) tanh(norm_c(c') + b_c)
 *
 * Inside `training` a batch is normalized by its own statistics: its rows depend on each other, and padded steps count. Outside stored ones
 * are used, which `calibrate` takes. State dict, gates in the order i, f, g, o: `weight_ih [4 hiddenSize, inputSize]`, `weight_hh
 * [4 hiddenSize, hiddenSize]`, `bias [4 hiddenSize]`, `bias_c [hiddenSize]`, and of `norm_ih`, `norm_hh`, `norm_c`: `weight`,
 * `running_mean`, `running_var`.
 */
export class BatchNormLSTMCell implements Cell<BatchNormLSTMState> {
  readonly inputSize: number;
  readonly outputSize: number;
  /** Input to gates, `[4 hiddenSize, inputSize]`. */
  readonly weightIh: Parameter;
  /** Hidden state to gates, `[4 hiddenSize, hiddenSize]`. */
  readonly weightHh: Parameter;
  /** `[4 hiddenSize]`; undefined without `bias`. */
  readonly bias: Parameter | undefined;
  /** Added to the normalized cell state, `[hiddenSize]`, 0 at first. */
  readonly biasC: Parameter;
  /** Of the product with the input. */
  readonly normIh: StepBatchNorm;
  /** Of the product with the hidden state. */
  readonly normHh: StepBatchNorm;
  /** Of the cell state on its way to the output. */
  readonly normC: StepBatchNorm;

  /** @throws ArgumentError */
  constructor(options: BatchNormLSTMCellOptions) {
    checkCellOptions('BatchNormLSTMCell', options, ['maxSteps']);
    const { inputSize, hiddenSize, maxSteps = 1 } = options;
    checkInteger('BatchNormLSTMCell', 'maxSteps', maxSteps, { min: 1 });
    [this.inputSize, this.outputSize] = [inputSize, hiddenSize];
    ({ weightIh: this.weightIh, weightHh: this.weightHh, bias: this.bias } = gateWeights(4, options));
    this.biasC = parameter(constantInitializer(0)([hiddenSize]));
    this.normIh = new StepBatchNorm(4 * hiddenSize, maxSteps);
    this.normHh = new StepBatchNorm(4 * hiddenSize, maxSteps);
    this.normC = new StepBatchNorm(hiddenSize, maxSteps);
  }

  initialState(batch?: number): BatchNormLSTMState {
    const zero = (size: number) => zeroState(this.weightHh, batch, size);
    return { h: zero(this.outputSize), c: zero(this.outputSize), time: zero(1) };
  }

  /** One step, as every cell's. @throws ShapeError inside `training` for a batch of one sequence */
  step(x: Floats, state: BatchNormLSTMState): StepResult<BatchNormLSTMState, Floats> {
    return this.#step(x, state, (norm, value) => norm.forward(value, state.time));
  }

  /**
   * Takes the statistics that inference uses from batches of training data, each `[steps, batch, inputSize]` without padding: the
   * averages over batches, step by step. Call it after training. @throws ArgumentError, ShapeError
   */
  calibrate(batches: readonly Floats[]): void {
    if (!Array.isArray(batches) || batches.length === 0 || batches.some((batch) => !(batch instanceof Tensor)))
      throw typeError('BatchNormLSTMCell.calibrate', 'batches', 'an array of at least one tensor', batches);
    const wrong = batches.find(({ shape, rank }) => rank !== 3 || shape[1]! < 2 || shape[2] !== this.inputSize);
    if (wrong !== undefined) {
      const wanted = `[steps, batch, ${this.inputSize}] with at least 2 sequences`;
      throw new ShapeError(`BatchNormLSTMCell.calibrate: expected batches ${wanted}, got [${wrong.shape}].`);
    }
    const statistics = new Map([this.normIh, this.normHh, this.normC].map((norm) => [norm, new StatisticsOf(norm)]));
    for (const batch of batches) tidy(() => this.#watch(batch, statistics));
    for (const one of statistics.values()) one.store();
  }

  #watch(batch: Floats, statistics: ReadonlyMap<StepBatchNorm, StatisticsOf>): void {
    let state = this.initialState(batch.shape[1]!);
    unstack(batch).forEach((x, t) => {
      const see: Normalize = (norm, value) => {
        statistics.get(norm)!.see(value, t);
        return norm.byBatch(value);
      };
      ({ state } = this.#step(x, state, see));
    });
  }

  #step(x: Floats, state: BatchNormLSTMState, norm: Normalize): StepResult<BatchNormLSTMState, Floats> {
    const [fromInput, fromHidden] = [linear(x, this.weightIh), linear(state.h, this.weightHh)];
    const sum = add(norm(this.normIh, fromInput), norm(this.normHh, fromHidden));
    const gates = split(this.bias === undefined ? sum : add(sum, this.bias), 4);
    const [i, f, g, o] = gates as [Floats, Floats, Floats, Floats];
    const [inputGate, forgetGate, candidate, outputGate] = [sigmoid(i), sigmoid(f), tanh(g), sigmoid(o)];
    const c = add(mul(forgetGate, state.c), mul(inputGate, candidate));
    const h = mul(outputGate, tanh(add(norm(this.normC, c), this.biasC)));
    const before = preactivations({ inputGate: i, forgetGate: f, candidate: g, outputGate: o });
    const trace = { inputGate, forgetGate, candidate, outputGate, cell: c, hidden: h, ...before };
    return { output: h, state: { h, c, time: add(state.time, 1) }, trace };
  }
}
