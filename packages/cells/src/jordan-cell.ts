import { checkInteger } from '@ostinato/base';
import { add, linear, type Parameter, type StepResult, tanh, type Tensor } from '@ostinato/tensor';
import type { Cell } from './cell.ts';
import { type CellOptions, checkCellOptions, preactivations, recurrentParameter, zeroState } from './gate-weights.ts';

/** Options of `JordanCell`. */
export interface JordanCellOptions extends CellOptions {
  /** Features of the output, which is what the next step sees. */
  readonly outputSize: number;
}

/** The state of a `JordanCell`. */
export type JordanState = {
  /** The last output, `[batch, outputSize]`. */
  readonly y: Tensor<'float32'>;
};

/**
 * The recurrent network of Jordan 1986: it sees its last output, not its last hidden state.
 *
 *     h  = tanh(W_ih x + W_yh y + b_h)
 *     y' = tanh(W_hy h + b_y)
 *
 * State dict: `weight_ih [hiddenSize, inputSize]`, `weight_yh [hiddenSize, outputSize]`, `weight_hy [outputSize, hiddenSize]`,
 * `bias_h [hiddenSize]`, `bias_y [outputSize]`.
 */
export class JordanCell implements Cell<JordanState> {
  readonly inputSize: number;
  readonly outputSize: number;
  /** Input to hidden, `[hiddenSize, inputSize]`. */
  readonly weightIh: Parameter;
  /** Last output to hidden, `[hiddenSize, outputSize]`. */
  readonly weightYh: Parameter;
  /** Hidden to output, `[outputSize, hiddenSize]`. */
  readonly weightHy: Parameter;
  /** `[hiddenSize]`; undefined without `bias`. */
  readonly biasH: Parameter | undefined;
  /** `[outputSize]`; undefined without `bias`. */
  readonly biasY: Parameter | undefined;

  /** @throws ArgumentError */
  constructor(options: JordanCellOptions) {
    checkCellOptions('JordanCell', options, ['outputSize']);
    const { inputSize, hiddenSize, outputSize, bias = true } = options;
    checkInteger('JordanCell', 'outputSize', outputSize, { min: 1 });
    this.inputSize = inputSize;
    this.outputSize = outputSize;
    this.weightIh = recurrentParameter([hiddenSize, inputSize], options);
    this.weightYh = recurrentParameter([hiddenSize, outputSize], options);
    this.weightHy = recurrentParameter([outputSize, hiddenSize], options);
    this.biasH = bias ? recurrentParameter([hiddenSize], options) : undefined;
    this.biasY = bias ? recurrentParameter([outputSize], options) : undefined;
  }

  initialState(batch?: number): JordanState {
    return { y: zeroState(this.weightIh, batch, this.outputSize) };
  }

  step(x: Tensor<'float32'>, { y }: JordanState): StepResult<JordanState, Tensor<'float32'>> {
    const before = add(linear(x, this.weightIh, this.biasH), linear(y, this.weightYh));
    const hidden = tanh(before);
    const seen = linear(hidden, this.weightHy, this.biasY);
    const output = tanh(seen);
    return {
      output,
      state: { y: output },
      trace: { hidden, output, ...preactivations({ hidden: before, output: seen }) },
    };
  }
}
