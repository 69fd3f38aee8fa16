import { ArgumentError, checkInteger, checkNumber, checkOptions, StateError, typeError } from '@ostinato/base';
import { dropout, Linear } from '@ostinato/nn';
import type { SequenceLayer, SequenceOptions, SequenceResult } from '@ostinato/sequence';
import {
  add,
  checkGenerator,
  concat,
  type RandomGenerator,
  relu,
  slice,
  type Tensor,
  tidy,
  zeros,
} from '@ostinato/tensor';
import { enterSequence } from '../transformer/enter-sequence.ts';
import { compact, lastSteps } from './compact.ts';
import { WeightNormedConv } from './weight-normed-conv.ts';

type Floats = Tensor<'float32'>;

/** Options of `TCN`. */
export interface TCNOptions {
  /** Features of a step. */
  readonly inputSize: number;
  /** Channels of each level; the dilation doubles from one to the next. */
  readonly channels: readonly number[];
  /** Steps of a kernel. Default 2. */
  readonly kernelSize?: number;
  /** Dropout after each convolution, in training. Default 0.2. */
  readonly dropout?: number;
  /** Where the initial values come from. Default: the default generator. */
  readonly generator?: RandomGenerator;
}

/** The last inputs of each convolution, two for each level, `[batch, reach, channels]`. */
export type TCNState = readonly Floats[];

/** Two convolutions and a shortcut. */
class TemporalBlock {
  readonly conv1: WeightNormedConv;
  readonly conv2: WeightNormedConv;
  readonly downsample: Linear | undefined;

  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: number,
    dilation: number,
    generator?: RandomGenerator,
  ) {
    const sizes = { outChannels, kernelSize, dilation, generator };
    this.conv1 = new WeightNormedConv({ ...sizes, inChannels });
    this.conv2 = new WeightNormedConv({ ...sizes, inChannels: outChannels });
    const narrow = () =>
      new Linear({ inFeatures: inChannels, outFeatures: outChannels, ...(generator && { generator }) });
    this.downsample = inChannels === outChannels ? undefined : narrow();
  }
}

/**
 * A temporal convolutional network (Bai et al. 2018): levels of two causal, dilated, weight-normed convolutions with ReLU and dropout and a
 * shortcut; sees `2 (kernelSize - 1) (2^levels - 1)` steps back. State dict: `network.0.conv1.weight_g`, `weight_v`, `bias`, `network.0.conv2.*`, and
 * `network.0.downsample.weight [channels, inputSize]` where sizes differ.
 */
export class TCN implements SequenceLayer<TCNState> {
  /** The levels. */
  readonly network: readonly object[];
  readonly #blocks: readonly TemporalBlock[];
  readonly #inputSize: number;
  readonly #dropout: number;

  /** @throws ArgumentError */
  constructor(options: TCNOptions) {
    checkOptions('TCN', options, ['inputSize', 'channels', 'kernelSize', 'dropout', 'generator']);
    const { inputSize, channels, kernelSize = 2, generator } = options;
    this.#inputSize = checkInteger('TCN', 'inputSize', inputSize, { min: 1 });
    if (!Array.isArray(channels)) throw typeError('TCN', 'channels', 'an array of sizes', channels);
    if (channels.length === 0) throw new ArgumentError('TCN: channels must name at least one level.');
    for (const size of channels) checkInteger('TCN', 'channels', size, { min: 1 });
    checkInteger('TCN', 'kernelSize', kernelSize, { min: 2 });
    checkGenerator('TCN', generator);
    this.#dropout = checkNumber('TCN', 'dropout', options.dropout ?? 0.2, { min: 0, max: 1 });
    this.#blocks = channels.map(
      (size: number, i) =>
        new TemporalBlock(i === 0 ? inputSize : channels[i - 1]!, size, kernelSize, 2 ** i, generator),
    );
    this.network = this.#blocks;
  }

  /**
   * `[batch, steps, inputSize]` to `[batch, steps, channels of the last level]`. `state` carries on what the kernels reach back to.
   * @throws ShapeError, ArgumentError; StateError for a state of other levels
   */
  forward(input: Floats, options: SequenceOptions<TCNState> = {}): SequenceResult<TCNState> {
    return tidy(() => {
      const entered = enterSequence('TCN.forward', input, this.#inputSize, options, ['attention']);
      const { x, lengths, restore } = compact(entered.x, entered.keep, entered.isPrefix);
      const { state } = options;
      if (state !== undefined && (!Array.isArray(state) || state.length !== 2 * this.#blocks.length))
        throw new StateError(`TCN.forward: state must hold the inputs of ${2 * this.#blocks.length} convolutions.`);
      const next: Floats[] = [];
      const convolve = (conv: WeightNormedConv, y: Floats): Floats => {
        const before: Floats =
          state?.[next.length] ?? zeros([y.shape[0]!, conv.reach, y.shape[2]!], { backend: y.backend });
        const whole = concat([before, y], 1);
        next.push(lengths ? lastSteps(whole, conv.reach, lengths) : slice(whole, 1, whole.shape[1]! - conv.reach));
        return dropout(relu(conv.forward(whole)), this.#dropout);
      };
      const output = this.#blocks.reduce((y, { conv1, conv2, downsample }) => {
        const changed = convolve(conv2, convolve(conv1, y));
        return relu(add(changed, downsample?.forward(y) ?? y));
      }, x);
      return { output: entered.leave(restore(output)), state: next };
    });
  }
}
