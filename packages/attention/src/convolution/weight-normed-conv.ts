import { constantInitializer, normalInitializer, uniformInitializer } from '@ostinato/nn';
import {
  div,
  linear,
  mul,
  norm,
  type Parameter,
  parameter,
  type RandomGenerator,
  reshape,
  type Tensor,
  unfold,
} from '@ostinato/tensor';

type Floats = Tensor<'float32'>;

/** Sizes of a convolution over steps. */
export interface ConvolutionSizes {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: number;
  readonly dilation: number;
  readonly generator: RandomGenerator | undefined;
}

/**
 * A convolution whose kernels are directions times lengths, `g v / |v|` (Salimans and Kingma 2016). State dict: torch's `weight_norm`:
 * `weight_g [outChannels, 1, 1]`, `weight_v [outChannels, inChannels, kernelSize]`, `bias [outChannels]`.
 */
export class WeightNormedConv {
  /** Lengths of the kernels, `[outChannels, 1, 1]`. */
  readonly weightG: Parameter;
  /** Directions of the kernels, `[outChannels, inChannels, kernelSize]`. */
  readonly weightV: Parameter;
  /** `[outChannels]`. */
  readonly bias: Parameter;
  /** Steps before its own that a result depends on. */
  readonly reach: number;
  readonly #dilation: number;

  constructor({ inChannels, outChannels, kernelSize, dilation, generator }: ConvolutionSizes) {
    const bound = 1 / Math.sqrt(inChannels * kernelSize);
    this.weightG = parameter(constantInitializer(0.01 * Math.sqrt(inChannels * kernelSize))([outChannels, 1, 1]));
    this.weightV = parameter(normalInitializer(0, 0.01)([outChannels, inChannels, kernelSize], generator));
    this.bias = parameter(uniformInitializer(-bound, bound)([outChannels], generator));
    this.reach = (kernelSize - 1) * dilation;
    this.#dilation = dilation;
  }

  /** `[batch, reach + steps, inChannels]` to `[batch, steps, outChannels]`. */
  forward(x: Floats): Floats {
    const [outChannels, inChannels, kernelSize] = this.weightV.shape as [number, number, number];
    const windows = unfold(x, 1, kernelSize, { dilation: this.#dilation }); // [batch, steps, inChannels, kernelSize]
    const kernels = mul(div(this.weightV, norm(this.weightV, [1, 2], { keepDims: true })), this.weightG);
    const [batch, steps] = windows.shape as [number, number];
    const rows = reshape(windows, [batch, steps, inChannels * kernelSize]);
    return linear(rows, reshape(kernels, [outChannels, inChannels * kernelSize]), this.bias);
  }
}
