import {
  add,
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
import { type CellOptions, checkCellOptions, gateWeights, preactivations, zeroState } from './gate-weights.ts';
import type { LSTMState } from './lstm-cell.ts';

type Gates = [Tensor<'float32'>, Tensor<'float32'>, Tensor<'float32'>];

/**
 * LSTM whose input gate is what the forget gate leaves (CIFG; Greff et al. 2015): a quarter of the weights less.
 *
 *     f, o = sigmoid(W x + U h + b)        g = tanh(W x + U h + b)
 *     c'   = f c + (1 - f) g               h' = o tanh(c')
 *
 * State dict, gates in the order f, g, o: `weight_ih [3 hiddenSize, inputSize]`, `weight_hh [3 hiddenSize, hiddenSize]`,
 * `bias [3 hiddenSize]`.
 */
export class CoupledLSTMCell implements Cell<LSTMState> {
  readonly inputSize: number;
  readonly outputSize: number;
  /** Input to gates, `[3 hiddenSize, inputSize]`. */
  readonly weightIh: Parameter;
  /** Hidden state to gates, `[3 hiddenSize, hiddenSize]`. */
  readonly weightHh: Parameter;
  /** `[3 hiddenSize]`; undefined without `bias`. */
  readonly bias: Parameter | undefined;

  /** @throws ArgumentError */
  constructor(options: CellOptions) {
    checkCellOptions('CoupledLSTMCell', options);
    this.inputSize = options.inputSize;
    this.outputSize = options.hiddenSize;
    ({ weightIh: this.weightIh, weightHh: this.weightHh, bias: this.bias } = gateWeights(3, options));
  }

  initialState(batch?: number): LSTMState {
    const zero = () => zeroState(this.weightHh, batch, this.outputSize);
    return { h: zero(), c: zero() };
  }

  step(x: Tensor<'float32'>, state: LSTMState): StepResult<LSTMState, Tensor<'float32'>> {
    const gates = add(linear(x, this.weightIh, this.bias), linear(state.h, this.weightHh));
    const [f, g, o] = split(gates, 3) as Gates;
    const [forgetGate, candidate, outputGate] = [sigmoid(f), tanh(g), sigmoid(o)];
    const c = add(mul(forgetGate, state.c), mul(sub(1, forgetGate), candidate));
    const h = mul(outputGate, tanh(c));
    const before = preactivations({ forgetGate: f, candidate: g, outputGate: o });
    return { output: h, state: { h, c }, trace: { forgetGate, candidate, outputGate, cell: c, hidden: h, ...before } };
  }
}
