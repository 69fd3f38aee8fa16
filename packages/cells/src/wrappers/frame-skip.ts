import { checkInteger, checkOptions } from '@ostinato/base';
import {
  checkSequenceOptions,
  maskPadding,
  pool,
  type SequenceLayer,
  type SequenceOptions,
  type SequenceResult,
  stepMask,
} from '@ostinato/sequence';
import {
  add,
  cast,
  cumsum,
  floor,
  less,
  logicalAnd,
  mul,
  ones,
  repeatInterleave,
  reshape,
  scan,
  slice,
  sub,
  sum,
  tensor,
  type Tensor,
  tidy,
  transpose,
  where,
  zeros,
} from '@ostinato/tensor';
import type { LayerOrCell, StateOf } from './layer-of.ts';
import { LayerWrapper } from './layer-wrapper.ts';

/** Options of `FrameSkip`. */
export interface FrameSkipOptions {
  /** The layer sees one frame out of so many; 1 is the layer itself. */
  readonly every: number;
}

/** The state of a `FrameSkip`. */
export interface FrameSkipState<S> {
  /** That of the layer. */
  readonly layer: S;
  /** Frames since the last one that the layer saw, 0 if it sees the next one: `[batch]`, `[]` for one sequence. */
  readonly phase: Tensor<'float32'>;
  /** What the layer said last, `[batch, outputSize]`, `[outputSize]` for one sequence. */
  readonly output: Tensor<'float32'>;
}

/**
 * Leaps over frames: a layer or a cell sees the first frame of a sequence and then every `every`-th, and what it said is repeated in between
 * (Vanhoucke et al. 2013, for speech). Frames are counted without padding. State dict: `layer.` and the layer's keys.
 */
export class FrameSkip<L extends LayerOrCell>
  extends LayerWrapper<L>
  implements SequenceLayer<FrameSkipState<StateOf<L>>>
{
  /** The layer sees one frame out of so many. */
  readonly every: number;

  /** @throws ArgumentError */
  constructor(layer: L, options: FrameSkipOptions) {
    super('FrameSkip', layer);
    checkOptions('FrameSkip', options, ['every']);
    this.every = checkInteger('FrameSkip', 'every', options.every, { min: 1 });
  }

  /** The layer over one frame out of `every`. @throws what the layer throws */
  forward(
    input: Tensor<'float32'>,
    options: SequenceOptions<FrameSkipState<StateOf<L>>> = {},
  ): SequenceResult<FrameSkipState<StateOf<L>>> {
    checkSequenceOptions('FrameSkip', input, options);
    const { state, lengths, mask, ...others } = options;
    if (state !== undefined) checkOptions('FrameSkip.forward: state', state, ['layer', 'phase', 'output']);
    if (state === undefined && mask === undefined && others.trace !== true)
      return tidy(() => this.#fromStart(input, lengths, others));
    return tidy(() => {
      const { seen, phase } = this.#framesSeen(input, options);
      const inner = state === undefined ? {} : { state: state.layer };
      const result = this.layer.forward(input, { ...others, ...inner, mask: seen });
      const [batch, steps] = seen.shape as [number, number];
      const size = result.output.shape.at(-1)!;
      const sequences = transpose(reshape(result.output, [batch, steps, size]), 0, 1);
      const before = state?.output ?? zeros([batch, size], { backend: input.backend });
      const xs = { value: sequences, seen: reshape(transpose(seen), [steps, batch, 1]) };
      const held = scan(hold, reshape(before, [batch, size]), xs, {
        ...(lengths && { lengths }),
        ...(mask && { mask }),
      });
      return {
        ...result,
        output: reshape(transpose(held.outputs, 0, 1), result.output.shape),
        state: {
          layer: result.state,
          phase: reshape(phase, input.rank === 2 ? [] : [batch]),
          output: reshape(held.state, input.rank === 2 ? [size] : [batch, size]),
        },
      };
    });
  }

  /** From the first frame of every sequence, which ones the layer sees is known: they are cut out, and no mask is read. */
  #fromStart(
    input: Tensor<'float32'>,
    lengths: SequenceOptions<unknown>['lengths'],
    others: Pick<SequenceOptions<never>, 'memory'>,
  ): SequenceResult<FrameSkipState<StateOf<L>>> {
    const { every } = this;
    const { backend } = input;
    const [batch, steps] = (input.rank === 2 ? [1, input.shape[0]!] : input.shape) as [number, number];
    const fewer = lengths && Array.from(lengths, (length) => Math.ceil(length / every));
    const seen = slice(input, -2, 0, steps, every);
    const result = this.layer.forward(seen, { ...others, ...(fewer && { lengths: fewer }) });
    const padding = lengths === undefined ? {} : { lengths };
    const output = maskPadding(slice(repeatInterleave(result.output, every, -2), -2, 0, steps), padding);
    const phases = Float32Array.from({ length: batch }, (_, row) => (lengths?.[row] ?? steps) % every);
    const phase = tensor(phases, input.rank === 2 ? [] : [batch], { backend });
    return { output, state: { layer: result.state, phase, output: pool(output, 'last', padding) } };
  }

  /** Which frames the layer sees, `[batch, steps]`, and the phase after them, `[batch, 1]`. */
  #framesSeen(input: Tensor<'float32'>, { state, ...padding }: SequenceOptions<FrameSkipState<StateOf<L>>>) {
    const { backend } = input;
    const [batch, steps] = (input.rank === 2 ? [1, input.shape[0]!] : input.shape) as [number, number];
    const real = stepMask(input, padding) ?? cast(ones([batch, steps], { backend }), 'bool');
    const counts = cast(real, 'float32');
    const start = state === undefined ? zeros([batch, 1], { backend }) : reshape(state.phase, [batch, 1]);
    const frames = add(start, cumsum(counts, 1)); // after each frame
    const seen = logicalAnd(real, less(this.#modulo(sub(frames, counts)), 0.5));
    return { seen, phase: this.#modulo(add(start, sum(counts, 1, { keepDims: true }))) };
  }

  /** The rest of a division by `every`, of whole numbers. */
  #modulo(x: Tensor<'float32'>): Tensor<'float32'> {
    return sub(x, mul(floor(mul(add(x, 0.5), 1 / this.every)), this.every));
  }
}

type Frame = { readonly value: Tensor<'float32'>; readonly seen: Tensor<'bool'> };

/** The last value that was seen. */
function hold({ value, seen }: Frame, before: Tensor<'float32'>) {
  const now = where(seen, value, before);
  return { output: now, state: now };
}
