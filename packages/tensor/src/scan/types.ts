import type { Tensor } from '../tensor.ts';

/** What one step returns. `state` must have the form of the state it got. */
export interface StepResult<S, O> {
  /** A tree of tensors `[batch, ...]`. */
  readonly output: O;
  /** What the next step gets, a tree of tensors `[batch, ...]`. */
  readonly state: S;
  /** Named intermediate values, such as gates. */
  readonly trace?: Readonly<Record<string, Tensor>>;
}

/** Tensors that every step sees: `given` has a batch axis, `shared` has none. */
export interface StepContext<G, H> {
  /** The option `given`. */
  readonly given: G;
  /** The option `shared`. */
  readonly shared: H;
}

/** Options of `scan`. */
export interface ScanOptions<G = unknown, H = unknown> {
  /** Tensors with a batch axis that every step sees. */
  readonly given?: G;
  /** Tensors without a batch axis that every step sees. */
  readonly shared?: H;
  /** Steps of each sequence, 0 to `steps`: after its end a sequence keeps its state and its outputs are 0. */
  readonly lengths?: readonly number[] | Int32Array;
  /** `[batch, steps]`, true = keep: as `lengths`, for padding anywhere. */
  readonly mask?: Tensor<'bool'>;
  /** From the last step to the first; outputs stay in the order of the inputs. Default `false`. */
  readonly reverse?: boolean;
  /** Whether the step's trace is collected. Default `false`. */
  readonly trace?: boolean;
  /**
   * What is kept for gradients. `high`: what each step made. `low`: the state after every square root of the number of steps; the steps
   * between are run again, which takes up to a third more time, and gradients are summed in another order. Where a scan is a loop of ops, everything is kept. Default `high`.
   */
  readonly memory?: 'high' | 'low';
}

/** What `scan` returns: outputs and traces of all steps, `[steps, batch, ...]`, and the state after the last. */
export interface ScanResult<S, O> {
  /** The tree of the step's output, each tensor `[steps, batch, ...]`. */
  readonly outputs: O;
  /** The state after each sequence's last step, `[batch, ...]`. */
  readonly state: S;
  /** Named intermediate values `[steps, batch, ...]`, when they were asked for. */
  readonly trace: Readonly<Record<string, Tensor>> | undefined;
}

/** One step of a loop over time. */
export type Step<X, S, O, G, H> = (x: X, state: S, context: StepContext<G, H>) => StepResult<S, O>;

/** A scan whose arguments were checked. */
export interface ScanCall<X, S, O, G, H> {
  readonly step: Step<X, S, O, G, H>;
  readonly init: S;
  readonly xs: X;
  readonly options: ScanOptions<G, H>;
  /** Steps in time. */
  readonly steps: number;
  /** Sequences. */
  readonly batch: number;
}
