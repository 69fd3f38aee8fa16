import { ShapeError, typeError } from '@ostinato/base';
import { reshape, Tensor, tidy } from '@ostinato/tensor';
import { checkSequenceOptions, maskPadding } from './padding.ts';
import type { SequenceLayer, SequenceOptions, SequenceResult } from './sequence-layer.ts';

/** The state of a layer that remembers nothing. */
export type NoState = Readonly<Record<string, never>>;

/** What is done to each step: a layer or a whole network from `[rows, ...]` to `[rows, ...]`. */
export interface StepModule {
  /** `[rows, ...]` to `[rows, ...]`. */
  forward(x: Tensor<'float32'>): Tensor<'float32'>;
}

/**
 * A module at every step of sequences, `[batch, steps, ...]` to `[batch, steps, ...]` (`[steps, features]` for one), as in Keras: a classifier
 * for each word, a convolution for each frame. Padded steps are 0 before it and after it; a module that mixes rows, such as batch
 * normalization, sees those zeros. A `SequenceLayer` without a state. State dict: `module.` and the module's keys.
 */
export class TimeDistributed implements SequenceLayer<NoState> {
  /** What is done to each step. */
  readonly module: StepModule;
  /** Tells a head for every step from a head for one vector. */
  readonly perStep = true;

  /** @throws ArgumentError when the module has no `forward` */
  constructor(module: StepModule) {
    if (typeof module?.forward !== 'function')
      throw typeError('TimeDistributed', 'module', 'a module with a forward method', module);
    this.module = module;
  }

  /** The module at every step. @throws ShapeError for an input without an axis of steps, or when the module changes the number of rows; ArgumentError */
  forward(input: Tensor<'float32'>, options: SequenceOptions<NoState> = {}): SequenceResult<NoState> {
    if (!(input instanceof Tensor)) throw typeError('TimeDistributed', 'input', 'a tensor', input);
    if (input.rank < 2)
      throw new ShapeError(
        `TimeDistributed: expected input [batch, steps, ...] or [steps, features], got [${input.shape}].`,
      );
    checkSequenceOptions('TimeDistributed', input, options);
    const { lengths, mask } = options;
    const padding = { ...(lengths && { lengths }), ...(mask && { mask }) };
    return tidy(() => {
      const before = input.rank === 2 ? input.shape.slice(0, 1) : input.shape.slice(0, 2);
      const rows = before.reduce((product, size) => product * size, 1);
      const flat = reshape(maskPadding(input, padding), [rows, ...input.shape.slice(before.length)]);
      const made = this.module.forward(flat);
      if (made.shape[0] !== rows)
        throw new ShapeError(
          `TimeDistributed: the module made [${made.shape}] of [${flat.shape}]; it must keep the ${rows} rows.`,
        );
      const output = maskPadding(reshape(made, [...before, ...made.shape.slice(1)]), padding);
      return { output, state: {}, ...(options.trace === true && { trace: {} }) };
    });
  }
}
