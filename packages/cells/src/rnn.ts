import {
  forwardPacked,
  isPacked,
  type PackedOptions,
  type PackedResult,
  type PackedSequence,
  type SequenceLayer,
  type SequenceOptions,
  type SequenceResult,
} from '@ostinato/sequence';
import type { Parameter, Tensor } from '@ostinato/tensor';
import { checkCellOptions } from './gate-weights.ts';
import { RNNCell, type RNNCellOptions, type RNNState } from './rnn-cell.ts';
import { type RecurrentOptions, recurrentOptionNames, RecurrentStack } from './recurrent-stack.ts';

/** Options of `RNN`: torch's, and `nonlinearity`. */
export interface RNNOptions extends RecurrentOptions, RNNCellOptions {}

/**
 * Vanilla recurrent layers over sequences `[batch, steps, inputSize]` (or one sequence `[steps, inputSize]`); see `RNNCell` for the
 * equations. The output is `[batch, steps, directions x hiddenSize]`, the state `{ h }`,
 * `[numLayers x directions, batch, hiddenSize]`. State dict as torch: `weight_ih_l0`, `weight_hh_l0_reverse`...
 */
export class RNN implements SequenceLayer<RNNState> {
  readonly [name: `${'weightIh' | 'weightHh' | 'biasIh' | 'biasHh'}L${number}${'' | 'Reverse'}`]: Parameter;
  readonly #stack: RecurrentStack<RNNState>;

  /** @throws ArgumentError */
  constructor(options: RNNOptions) {
    checkCellOptions('RNN', options, ['nonlinearity', ...recurrentOptionNames]);
    const { hiddenSize, bias = true, nonlinearity = 'tanh', generator } = options;
    this.#stack = new RecurrentStack(
      'RNN',
      options,
      (inputSize) => new RNNCell({ inputSize, hiddenSize, bias, nonlinearity, ...(generator && { generator }) }),
    );
    Object.assign(this, this.#stack.namedParameters(['weightIh', 'weightHh', 'biasIh', 'biasHh']));
  }

  /** Features of the input. */
  get inputSize(): number {
    return this.#stack.inputSize;
  }

  /** Features of the output, of all directions. */
  get outputSize(): number {
    return this.#stack.outputSize;
  }

  /** Whether sequences are `[steps, batch, features]`. */
  get timeMajor(): boolean {
    return this.#stack.timeMajor;
  }

  /** Whether each layer also reads backward. */
  get bidirectional(): boolean {
    return this.#stack.bidirectional;
  }

  /** Runs over a packed sequence, and gives one. @throws ShapeError, ArgumentError */
  forward(input: PackedSequence, options?: PackedOptions<RNNState>): PackedResult<RNNState>;
  /**
   * Runs over `[batch, steps, inputSize]`, or over one sequence `[steps, inputSize]`.
   * @throws ShapeError when the input or the state does not fit, ArgumentError for bad lengths
   */
  forward(input: Tensor<'float32'>, options?: SequenceOptions<RNNState>): SequenceResult<RNNState>;
  forward(input: Tensor<'float32'> | PackedSequence, options?: SequenceOptions<RNNState>) {
    return isPacked(input) ? forwardPacked(this, input, options) : this.#stack.forward(input, options);
  }
}
