import { ArgumentError, checkInteger, checkOneOf, checkOptions, ShapeError } from '@ostinato/base';
import {
  add,
  checkGenerator,
  matmul,
  pad,
  parameter,
  type Parameter,
  permute,
  type RandomGenerator,
  reshape,
  type Tensor,
  tidy,
  unfold,
} from '@ostinato/tensor';
import { checkBoolean } from './check-layer.ts';
import { checkTensor } from './check-tensor.ts';
import { uniformInitializer } from './basic-initializers.ts';

/** Options of `Conv1d`. */
export interface Conv1dOptions {
  /** Channels of the input; a multiple of `groups`. */
  readonly inChannels: number;
  /** Channels of the output; a multiple of `groups`. */
  readonly outChannels: number;
  /** Steps of a window. */
  readonly kernelSize: number;
  /** Steps from one window to the next. Default 1. */
  readonly stride?: number;
  /** Zeros at both ends; `same` keeps the number of steps; `causal` pads the past only. Default 0. */
  readonly padding?: number | 'same' | 'causal';
  /** Steps between the elements of a window. Default 1. */
  readonly dilation?: number;
  /** Groups of channels that do not see each other. Default 1. */
  readonly groups?: number;
  /** Whether a bias is added. Default `true`. */
  readonly bias?: boolean;
  /** Where the initial values come from. Default: the default generator. */
  readonly generator?: RandomGenerator;
}

type Floats = Tensor<'float32'>;

/**
 * Convolution (cross-correlation, as in torch) over steps: `[batch, inChannels, steps]` or `[inChannels, steps]` to
 * `[batch, outChannels, windows]`. Starts uniform in ±1 / sqrt(inChannels / groups x kernelSize), as torch.
 * State dict: `weight [outChannels, inChannels / groups, kernelSize]`, `bias [outChannels]`.
 */
export class Conv1d {
  /** `[outChannels, inChannels / groups, kernelSize]`. */
  readonly weight: Parameter;
  /** `[outChannels]`; undefined without `bias`. */
  readonly bias: Parameter | undefined;
  readonly #stride: number;
  readonly #dilation: number;
  readonly #groups: number;
  readonly #padding: readonly [before: number, after: number];

  /** @throws ArgumentError */
  constructor(options: Conv1dOptions) {
    checkOptions('Conv1d', options, [
      'inChannels',
      'outChannels',
      'kernelSize',
      'stride',
      'padding',
      'dilation',
      'groups',
      'bias',
      'generator',
    ]);
    const {
      inChannels,
      outChannels,
      kernelSize,
      stride = 1,
      padding = 0,
      dilation = 1,
      groups = 1,
      bias = true,
      generator,
    } = options;
    for (const [name, value] of Object.entries({ inChannels, outChannels, kernelSize, stride, dilation, groups })) {
      checkInteger('Conv1d', name, value, { min: 1 });
    }
    checkBoolean('Conv1d', 'bias', bias);
    checkGenerator('Conv1d', generator);
    if (inChannels % groups !== 0 || outChannels % groups !== 0) {
      throw new ArgumentError(
        `Conv1d: ${inChannels} and ${outChannels} channels cannot be cut into ${groups} equal groups.`,
      );
    }
    [this.#stride, this.#dilation, this.#groups] = [stride, dilation, groups];
    this.#padding = resolvePadding(padding, (kernelSize - 1) * dilation, stride);
    const fanIn = (inChannels / groups) * kernelSize;
    const initial = uniformInitializer(-1 / Math.sqrt(fanIn), 1 / Math.sqrt(fanIn));
    this.weight = parameter(initial([outChannels, inChannels / groups, kernelSize], generator));
    this.bias = bias ? parameter(initial([outChannels], generator)) : undefined;
  }

  /**
   * `[batch, inChannels, steps]` or `[inChannels, steps]` to `[batch, outChannels, windows]` or `[outChannels, windows]`.
   * @throws ShapeError when the channels are not `inChannels`, or not one window fits
   */
  forward(x: Floats): Floats {
    checkTensor('Conv1d', 'x', x);
    const channels = this.weight.shape[1]! * this.#groups;
    if ((x.rank !== 2 && x.rank !== 3) || x.shape.at(-2) !== channels) {
      throw new ShapeError(
        `Conv1d: expected input [batch, ${channels}, steps] or [${channels}, steps], got [${x.shape}].`,
      );
    }
    return tidy(() => {
      const out = this.#convolve(x.rank === 2 ? reshape(x, [1, ...x.shape]) : x);
      return x.rank === 2 ? reshape(out, out.shape.slice(1)) : out;
    });
  }

  /** A product of all windows with the weight: `[groups, batch x windows, channels x kernelSize]` times `[..., outChannels]`. */
  #convolve(x: Floats): Floats {
    const groups = this.#groups;
    const [outChannels, channels, kernelSize] = this.weight.shape as [number, number, number];
    const padded = pad(x, [[0, 0], [0, 0], this.#padding]);
    const reach = (kernelSize - 1) * this.#dilation + 1;
    if (padded.shape[2]! < reach) {
      throw new ShapeError(
        `Conv1d: a kernel that reaches over ${reach} steps does not fit [${x.shape}] padded to ${padded.shape[2]} steps.`,
      );
    }
    const windows = unfold(padded, 2, kernelSize, { step: this.#stride, dilation: this.#dilation }); // [batch, channels, windows, kernelSize]
    const [batch, , count] = windows.shape as [number, number, number, number];
    const grouped = permute(reshape(windows, [batch, groups, channels, count, kernelSize]), [1, 0, 3, 2, 4]);
    const head = groups === 1 ? [] : [groups];
    const rows = reshape(grouped, [...head, batch * count, channels * kernelSize]);
    const weight = reshape(this.weight, [...head, outChannels / groups, channels * kernelSize]);
    const products = reshape(matmul(rows, weight, { transposeB: true }), [groups, batch, count, outChannels / groups]);
    const out = reshape(permute(products, [1, 0, 3, 2]), [batch, outChannels, count]);
    return this.bias === undefined ? out : add(out, reshape(this.bias, [outChannels, 1]));
  }
}

/** Zeros before and after; `reach` is what a window sees beyond its first step. */
function resolvePadding(padding: number | 'same' | 'causal', reach: number, stride: number): readonly [number, number] {
  if (typeof padding === 'number') {
    checkInteger('Conv1d', 'padding', padding, { min: 0 });
    return [padding, padding];
  }
  if (checkOneOf('Conv1d', 'padding', padding, ['same', 'causal']) === 'causal') return [reach, 0];
  if (stride !== 1) throw new ArgumentError(`Conv1d: padding "same" needs stride 1, got ${stride}.`);
  return [Math.floor(reach / 2), Math.ceil(reach / 2)];
}
