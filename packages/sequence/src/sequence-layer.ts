import type { Tensor } from '@ostinato/tensor';

/** What a sequence layer takes beside its input. */
export interface SequenceOptions<S> {
  /** The state to start from. Default: zeros. */
  readonly state?: S;
  /** Steps of each sequence, 0 to `steps`; what lies beyond is padding. */
  readonly lengths?: readonly number[] | Int32Array;
  /** `[batch, steps]`, true = keep: for padding that is not at the end. */
  readonly mask?: Tensor<'bool'>;
  /** Whether the result has a `trace` of named intermediate values. Default `false`. */
  readonly trace?: boolean;
  /** `low` keeps less for gradients and takes a third more time: see `scan`. Default `high`. */
  readonly memory?: 'high' | 'low';
}

/** What a sequence layer gives. */
export interface SequenceResult<S> {
  /** `[batch, steps, features]`; zero where the input is padding. */
  readonly output: Tensor<'float32'>;
  /** The state after each sequence's last step. Pass it on to continue. */
  readonly state: S;
  /** Named intermediate values, `[steps, batch, ...]`, when they were asked for. */
  readonly trace?: Readonly<Record<string, Tensor>>;
}

/** A layer that turns sequences `[batch, steps, features]` into sequences and a state. Nothing is hidden in the layer. */
export interface SequenceLayer<S> {
  /** Features of the input. Layers that take any number leave it out. */
  readonly inputSize?: number | undefined;
  /** Features of the output. */
  readonly outputSize?: number | undefined;
  /** Whether it also reads backward, so that an output depends on later inputs. Default `false`. */
  readonly bidirectional?: boolean;
  /** Whether it takes `[steps, batch, features]`. Default `false`. */
  readonly timeMajor?: boolean;
  /** Runs over `[batch, steps, features]`, or over one sequence `[steps, features]`. */
  forward(input: Tensor<'float32'>, options?: SequenceOptions<S>): SequenceResult<S>;
}

/** What an encoder gives: one vector for each sequence. */
export interface EncodeResult<S> {
  /** `[batch, features]`, or `[features]` for one sequence; zero for an empty one. */
  readonly output: Tensor<'float32'>;
  /** The state after each sequence's last step. */
  readonly state: S;
  /** Named intermediate values, `[steps, batch, ...]`, when they were asked for. */
  readonly trace?: Readonly<Record<string, Tensor>>;
}

/** A layer that turns each sequence `[batch, steps, features]` into one vector. */
export interface SequenceEncoder<S> {
  /** Features of the input. */
  readonly inputSize?: number | undefined;
  /** Features of the vector. */
  readonly outputSize?: number | undefined;
  /** Runs over `[batch, steps, features]`, or over one sequence `[steps, features]`. */
  encode(input: Tensor<'float32'>, options?: SequenceOptions<S>): EncodeResult<S>;
}
