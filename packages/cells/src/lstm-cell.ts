import { checkInteger } from '@ostinato/base';
import { add, linear, mul, type Parameter, sigmoid, split, type StepResult, tanh, type Tensor } from '@ostinato/tensor';
import type { Cell } from './cell.ts';
import { type CellOptions, checkCellOptions, preactivations, recurrentParameter, zeroState } from './gate-weights.ts';

/** Options of `LSTMCell`. */
export interface LSTMCellOptions extends CellOptions {
  /** Features of the hidden state after a projection, less than `hiddenSize`; 0 for none (Sak et al. 2014). Default 0. */
  readonly projSize?: number;
}

/** The state of an `LSTMCell`. */
export type LSTMState = {
  /** Hidden state `[batch, projSize || hiddenSize]`. */
  readonly h: Tensor<'float32'>;
  /** Cell state `[batch, hiddenSize]`. */
  readonly c: Tensor<'float32'>;
};

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000).
 * State dict as torch, gates in the order i, f, g, o: `weight_ih [4 hiddenSize, inputSize]`,
 * `weight_hh [4 hiddenSize, projSize || hiddenSize]`, `bias_ih`, `bias_hh [4 hiddenSize]`, `weight_hr [projSize, hiddenSize]`.
 */
export class LSTMCell implements Cell<LSTMState> {
  readonly inputSize: number;
  readonly outputSize: number;
  /** Input to gates, `[4 hiddenSize, inputSize]`. */
  readonly weightIh: Parameter;
  /** Hidden state to gates, `[4 hiddenSize, projSize || hiddenSize]`. */
  readonly weightHh: Parameter;
  /** Added to the product with the input, `[4 hiddenSize]`; undefined without `bias`. */
  readonly biasIh: Parameter | undefined;
  /** Added to the product with the hidden state, `[4 hiddenSize]`; undefined without `bias`. */
  readonly biasHh: Parameter | undefined;
  /** The projection of the hidden state, `[projSize, hiddenSize]`; undefined without `projSize`. */
  readonly weightHr: Parameter | undefined;
  readonly #hiddenSize: number;

  /** @throws ArgumentError */
  constructor(options: LSTMCellOptions) {
    checkCellOptions('LSTMCell', options, ['projSize']);
    const { inputSize, hiddenSize, bias = true, projSize = 0 } = options;
    checkInteger('LSTMCell', 'projSize', projSize, { min: 0, below: hiddenSize });
    this.inputSize = inputSize;
    this.outputSize = projSize || hiddenSize;
    this.#hiddenSize = hiddenSize;
    this.weightIh = recurrentParameter([4 * hiddenSize, inputSize], options);
    this.weightHh = recurrentParameter([4 * hiddenSize, this.outputSize], options);
    this.biasIh = bias ? recurrentParameter([4 * hiddenSize], options) : undefined;
    this.biasHh = bias ? recurrentParameter([4 * hiddenSize], options) : undefined;
    this.weightHr = projSize > 0 ? recurrentParameter([projSize, hiddenSize], options) : undefined;
  }

  initialState(batch?: number): LSTMState {
    return {
      h: zeroState(this.weightHh, batch, this.outputSize),
      c: zeroState(this.weightHh, batch, this.#hiddenSize),
    };
  }

  step(x: Tensor<'float32'>, state: LSTMState): StepResult<LSTMState, Tensor<'float32'>> {
    const gates = add(linear(x, this.weightIh, this.biasIh), linear(state.h, this.weightHh, this.biasHh));
    const [i, f, g, o] = split(gates, 4) as [
      Tensor<'float32'>,
      Tensor<'float32'>,
      Tensor<'float32'>,
      Tensor<'float32'>,
    ];
    const [inputGate, forgetGate, candidate, outputGate] = [sigmoid(i), sigmoid(f), tanh(g), sigmoid(o)];
    const c = add(mul(forgetGate, state.c), mul(inputGate, candidate));
    const hidden = mul(outputGate, tanh(c));
    const h = this.weightHr === undefined ? hidden : linear(hidden, this.weightHr);
    const before = preactivations({ inputGate: i, forgetGate: f, candidate: g, outputGate: o });
    const trace = { inputGate, forgetGate, candidate, outputGate, cell: c, hidden: h, ...before };
    return { output: h, state: { h, c }, trace };
  }
}
