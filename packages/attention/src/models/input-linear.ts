import { constantInitializer, normalInitializer } from '@ostinato/nn';
import { add, matmul, type Parameter, parameter, type RandomGenerator, type Tensor, tidy } from '@ostinato/tensor';

/** `x W + b` with `weight [inFeatures, outFeatures]`, as GPT-2's checkpoints have it. Starts normal, the bias 0. */
export class InputLinear {
  /** `[inFeatures, outFeatures]`. */
  readonly weight: Parameter;
  /** `[outFeatures]`; undefined without a bias. */
  readonly bias: Parameter | undefined;

  constructor(inFeatures: number, outFeatures: number, deviation: number, bias: boolean, generator?: RandomGenerator) {
    this.weight = parameter(normalInitializer(0, deviation)([inFeatures, outFeatures], generator));
    this.bias = bias ? parameter(constantInitializer(0)([outFeatures])) : undefined;
  }

  /** `[..., inFeatures]` to `[..., outFeatures]`. */
  forward(x: Tensor<'float32'>): Tensor<'float32'> {
    if (this.bias === undefined) return matmul(x, this.weight);
    return tidy(() => add(matmul(x, this.weight), this.bias!));
  }
}
