import { checkOneOf } from '@ostinato/base';
import { add, linear, type Parameter, relu, type StepResult, tanh, type Tensor } from '@ostinato/tensor';
import type { Cell } from './cell.ts';
import { type CellOptions, checkCellOptions, preactivations, recurrentParameter, zeroState } from './gate-weights.ts';

/** Options of `RNNCell`. */
export interface RNNCellOptions extends CellOptions {
  /** What the weighted sum goes through. Default `tanh`. */
  readonly nonlinearity?: 'tanh' | 'relu';
}

/** The state of an `RNNCell`. */
export type RNNState = {
  /** Hidden state `[batch, hiddenSize]`. */
  readonly h: Tensor<'float32'>;
};

/**
 * The vanilla recurrent cell (Elman 1990): `h' = tanh(W_ih x + b_ih + W_hh h + b_hh)`.
 * State dict as torch: `weight_ih [hiddenSize, inputSize]`, `weight_hh [hiddenSize, hiddenSize]`, `bias_ih`, `bias_hh`.
 */
export class RNNCell implements Cell<RNNState> {
  readonly inputSize: number;
  readonly outputSize: number;
  /** Input to hidden state, `[hiddenSize, inputSize]`. */
  readonly weightIh: Parameter;
  /** Hidden state to hidden state, `[hiddenSize, hiddenSize]`. */
  readonly weightHh: Parameter;
  /** Added to the product with the input, `[hiddenSize]`; undefined without `bias`. */
  readonly biasIh: Parameter | undefined;
  /** Added to the product with the hidden state, `[hiddenSize]`; undefined without `bias`. */
  readonly biasHh: Parameter | undefined;
  readonly #activation: typeof tanh;

  /** @throws ArgumentError */
  constructor(options: RNNCellOptions) {
    checkCellOptions('RNNCell', options, ['nonlinearity']);
    const { inputSize, hiddenSize, bias = true } = options;
    const nonlinearity = checkOneOf('RNNCell', 'nonlinearity', options.nonlinearity ?? 'tanh', ['tanh', 'relu']);
    this.inputSize = inputSize;
    this.outputSize = hiddenSize;
    this.#activation = nonlinearity === 'relu' ? relu : tanh;
    this.weightIh = recurrentParameter([hiddenSize, inputSize], options);
    this.weightHh = recurrentParameter([hiddenSize, hiddenSize], options);
    this.biasIh = bias ? recurrentParameter([hiddenSize], options) : undefined;
    this.biasHh = bias ? recurrentParameter([hiddenSize], options) : undefined;
  }

  initialState(batch?: number): RNNState {
    return { h: zeroState(this.weightHh, batch, this.outputSize) };
  }

  step(x: Tensor<'float32'>, state: RNNState): StepResult<RNNState, Tensor<'float32'>> {
    const fromInput = linear(x, this.weightIh, this.biasIh);
    const fromHidden = linear(state.h, this.weightHh, this.biasHh);
    const before = add(fromInput, fromHidden);
    const h = this.#activation(before);
    return { output: h, state: { h }, trace: { hidden: h, ...preactivations({ hidden: before }) } };
  }
}
