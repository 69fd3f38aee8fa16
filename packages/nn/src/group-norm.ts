import { ArgumentError, checkInteger, checkNumber, checkOptions, ShapeError } from '@ostinato/base';
import { type Parameter, parameter, reshape, type Tensor, tidy } from '@ostinato/tensor';
import { channelAffine } from './channel-affine.ts';
import { checkBoolean } from './check-layer.ts';
import { checkTensor } from './check-tensor.ts';
import { constantInitializer } from './basic-initializers.ts';
import { standardize } from './standardize.ts';

/** Options of `GroupNorm`. */
export interface GroupNormOptions {
  /** Groups that the channels are cut into. */
  readonly numGroups: number;
  /** Size of axis 1 of the input; a multiple of `numGroups`. */
  readonly numChannels: number;
  /** Added to the variance. Default 1e-5. */
  readonly eps?: number;
  /** Whether there are a weight and a bias for each channel. Default `true`. */
  readonly affine?: boolean;
}

/**
 * Normalizes groups of channels of each example, `[batch, channels, ...]` to the same shape. Wu and He 2018.
 * State dict: `weight [numChannels]`, `bias [numChannels]`; they start as 1 and 0.
 */
export class GroupNorm {
  /** Factor of each channel, `[numChannels]`; undefined without `affine`. */
  readonly weight: Parameter | undefined;
  /** Added to each channel, `[numChannels]`; undefined without `affine`. */
  readonly bias: Parameter | undefined;
  readonly #groups: number;
  readonly #channels: number;
  readonly #eps: number;

  /** @throws ArgumentError when the channels cannot be cut into equal groups */
  constructor(options: GroupNormOptions) {
    checkOptions('GroupNorm', options, ['numGroups', 'numChannels', 'eps', 'affine']);
    const { numGroups, numChannels, eps = 1e-5, affine = true } = options;
    this.#groups = checkInteger('GroupNorm', 'numGroups', numGroups, { min: 1 });
    this.#channels = checkInteger('GroupNorm', 'numChannels', numChannels, { min: 1 });
    if (numChannels % numGroups !== 0)
      throw new ArgumentError(`GroupNorm: ${numChannels} channels cannot be cut into ${numGroups} equal groups.`);
    this.#eps = checkNumber('GroupNorm', 'eps', eps, { min: 0 });
    checkBoolean('GroupNorm', 'affine', affine);
    this.weight = affine ? parameter(constantInitializer(1)([numChannels])) : undefined;
    this.bias = affine ? parameter(constantInitializer(0)([numChannels])) : undefined;
  }

  /**
   * `[batch, numChannels, ...]` to the same shape.
   * @throws ShapeError when the second axis is not `numChannels`
   */
  forward(x: Tensor<'float32'>): Tensor<'float32'> {
    checkTensor('GroupNorm', 'x', x);
    if (x.rank < 2 || x.shape[1] !== this.#channels) {
      throw new ShapeError(`GroupNorm: expected input [batch, ${this.#channels}, ...], got [${x.shape}].`);
    }
    const batch = x.shape[0]!;
    const each = x.shape.slice(1).reduce((product, size) => product * size, 1) / this.#groups;
    return tidy(() => {
      const normal = standardize(reshape(x, [batch, this.#groups, each]), [2], this.#eps);
      return channelAffine(reshape(normal, x.shape), this.weight, this.bias);
    });
  }
}
