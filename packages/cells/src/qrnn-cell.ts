import { checkInteger } from '@ostinato/base';
import {
  add,
  concat,
  linear,
  mul,
  type Parameter,
  sigmoid,
  split,
  type StepResult,
  sub,
  tanh,
  type Tensor,
} from '@ostinato/tensor';
import type { Cell } from './cell.ts';
import { type CellOptions, checkCellOptions, preactivations, recurrentParameter, zeroState } from './gate-weights.ts';

/** Options of `QRNNCell`. */
export interface QRNNCellOptions extends CellOptions {
  /** Inputs that a step sees: its own and those just before it. Default 2. */
  readonly kernelSize?: number;
}

/** The state of a `QRNNCell`. */
export type QRNNState = {
  /** Cell state, `[batch, hiddenSize]`. */
  readonly c: Tensor<'float32'>;
  /** The last inputs, oldest first, `[batch, (kernelSize - 1) inputSize]`; undefined when `kernelSize` is 1. */
  readonly past?: Tensor<'float32'>;
};

type Gates = [Tensor<'float32'>, Tensor<'float32'>, Tensor<'float32'>];

/**
 * Quasi-recurrent network (Bradbury et al. 2017), fo-pooling: gates from a convolution over the last inputs, then a recurrence
 * without products.
 *
 *     z, f, o = tanh, sigmoid, sigmoid of W [x_(t-k+1) ... x_t] + b
 *     c' = f c + (1 - f) z        h' = o c'
 *
 * State dict, in the order z, f, o: `weight_ih [3 hiddenSize, kernelSize inputSize]`, the oldest input first, `bias [3 hiddenSize]`.
 */
export class QRNNCell implements Cell<QRNNState> {
  readonly inputSize: number;
  readonly outputSize: number;
  /** The last inputs, oldest first, to gates, `[3 hiddenSize, kernelSize inputSize]`. */
  readonly weightIh: Parameter;
  /** `[3 hiddenSize]`; undefined without `bias`. */
  readonly bias: Parameter | undefined;

  /** @throws ArgumentError */
  constructor(options: QRNNCellOptions) {
    checkCellOptions('QRNNCell', options, ['kernelSize']);
    const { inputSize, hiddenSize, bias = true, kernelSize = 2 } = options;
    checkInteger('QRNNCell', 'kernelSize', kernelSize, { min: 1 });
    this.inputSize = inputSize;
    this.outputSize = hiddenSize;
    this.weightIh = recurrentParameter([3 * hiddenSize, kernelSize * inputSize], options);
    this.bias = bias ? recurrentParameter([3 * hiddenSize], options) : undefined;
  }

  initialState(batch?: number): QRNNState {
    const c = zeroState(this.weightIh, batch, this.outputSize);
    const width = this.weightIh.shape[1]! - this.inputSize;
    return width === 0 ? { c } : { c, past: zeroState(this.weightIh, batch, width) };
  }

  step(x: Tensor<'float32'>, state: QRNNState): StepResult<QRNNState, Tensor<'float32'>> {
    const window = state.past === undefined ? x : concat([state.past, x]);
    const [z, f, o] = split(linear(window, this.weightIh, this.bias), 3) as Gates;
    const [candidate, forgetGate, outputGate] = [tanh(z), sigmoid(f), sigmoid(o)];
    const c = add(mul(forgetGate, state.c), mul(sub(1, forgetGate), candidate));
    const h = mul(outputGate, c);
    const newest = [this.inputSize, window.shape.at(-1)! - this.inputSize];
    const next = state.past === undefined ? { c } : { c, past: split(window, newest)[1]! };
    const before = preactivations({ candidate: z, forgetGate: f, outputGate: o });
    return { output: h, state: next, trace: { candidate, forgetGate, outputGate, cell: c, hidden: h, ...before } };
  }
}
