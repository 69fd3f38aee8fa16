import { uniformInitializer } from '@ostinato/nn';
import { add, linear, mul, type Parameter, parameter, relu, type StepResult, type Tensor } from '@ostinato/tensor';
import type { Cell } from './cell.ts';
import { type CellOptions, checkCellOptions, preactivations, recurrentParameter, zeroState } from './gate-weights.ts';
import type { RNNState } from './rnn-cell.ts';

/**
 * Independently recurrent network (Li et al. 2018): each unit sees its own past only, so stacks of it do the mixing.
 *
 *     h' = relu(W_ih x + u h + b)
 *
 * State dict: `weight_ih [hiddenSize, inputSize]`, `weight_hh [hiddenSize]`, at first uniform from 0 to 1, `bias
 * [hiddenSize]`.
 */
export class IndRNNCell implements Cell<RNNState> {
  readonly inputSize: number;
  readonly outputSize: number;
  /** Input to hidden state, `[hiddenSize, inputSize]`. */
  readonly weightIh: Parameter;
  /** Each unit's factor of its last value, `[hiddenSize]`. */
  readonly weightHh: Parameter;
  /** `[hiddenSize]`; undefined without `bias`. */
  readonly bias: Parameter | undefined;

  /** @throws ArgumentError */
  constructor(options: CellOptions) {
    checkCellOptions('IndRNNCell', options);
    const { inputSize, hiddenSize, bias = true } = options;
    this.inputSize = inputSize;
    this.outputSize = hiddenSize;
    this.weightIh = recurrentParameter([hiddenSize, inputSize], options);
    this.weightHh = parameter(uniformInitializer(0, 1)([hiddenSize], options.generator));
    this.bias = bias ? recurrentParameter([hiddenSize], options) : undefined;
  }

  initialState(batch?: number): RNNState {
    return { h: zeroState(this.weightHh, batch, this.outputSize) };
  }

  step(x: Tensor<'float32'>, { h }: RNNState): StepResult<RNNState, Tensor<'float32'>> {
    const before = add(linear(x, this.weightIh, this.bias), mul(this.weightHh, h));
    const next = relu(before);
    return { output: next, state: { h: next }, trace: { hidden: next, ...preactivations({ hidden: before }) } };
  }
}
