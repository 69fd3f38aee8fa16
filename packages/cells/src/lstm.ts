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
import { LSTMCell, type LSTMCellOptions, type LSTMState } from './lstm-cell.ts';
import { type RecurrentOptions, recurrentOptionNames, RecurrentStack } from './recurrent-stack.ts';

/** Options of `LSTM`: torch's. */
export interface LSTMOptions extends RecurrentOptions, LSTMCellOptions {}

/**
 * LSTM layers over sequences `[batch, steps, inputSize]` (or one sequence `[steps, inputSize]`); see `LSTMCell` for the
 * equations. The output is `[batch, steps, directions x (projSize || hiddenSize)]`, the state `{ h, c }`, each
 * `[numLayers x directions, batch, size]`. State dict as torch: `weight_ih_l0`, `weight_hh_l0_reverse`...
 */
export class LSTM implements SequenceLayer<LSTMState> {
  readonly [name: `${'weightIh' | 'weightHh' | 'biasIh' | 'biasHh' | 'weightHr'}L${number}${'' | 'Reverse'}`]: Parameter;
  readonly #stack: RecurrentStack<LSTMState>;

  /** @throws ArgumentError */
  constructor(options: LSTMOptions) {
    checkCellOptions('LSTM', options, ['projSize', ...recurrentOptionNames]);
    const { hiddenSize, bias = true, projSize = 0, generator } = options;
    this.#stack = new RecurrentStack(
      'LSTM',
      options,
      (inputSize) => new LSTMCell({ inputSize, hiddenSize, bias, projSize, ...(generator && { generator }) }),
    );
    Object.assign(this, this.#stack.namedParameters(['weightIh', 'weightHh', 'biasIh', 'biasHh', 'weightHr']));
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
  forward(input: PackedSequence, options?: PackedOptions<LSTMState>): PackedResult<LSTMState>;
  /**
   * Runs over `[batch, steps, inputSize]`, or over one sequence `[steps, inputSize]`.
   * @throws ShapeError when the input or the state does not fit, ArgumentError for bad lengths
   */
  forward(input: Tensor<'float32'>, options?: SequenceOptions<LSTMState>): SequenceResult<LSTMState>;
  forward(input: Tensor<'float32'> | PackedSequence, options?: SequenceOptions<LSTMState>) {
    return isPacked(input) ? forwardPacked(this, input, options) : this.#stack.forward(input, options);
  }
}
