import { checkInteger, checkOptions } from '@ostinato/base';
import { checkGenerator, linear, parameter, type Parameter, type RandomGenerator, type Tensor } from '@ostinato/tensor';
import { checkBoolean } from './check-layer.ts';
import { uniformInitializer } from './basic-initializers.ts';

/** Options of `Linear`. */
export interface LinearOptions {
  /** Size of the last axis of the input. */
  readonly inFeatures: number;
  /** Size of the last axis of the output. */
  readonly outFeatures: number;
  /** Whether a bias is added. Default `true`. */
  readonly bias?: boolean;
  /** Where the initial values come from. Default: the default generator. */
  readonly generator?: RandomGenerator;
}

/**
 * `y = x W^T + b`, `[..., inFeatures]` to `[..., outFeatures]`. Starts uniform in ±1 / sqrt(inFeatures), as torch.
 * State dict: `weight [outFeatures, inFeatures]`, `bias [outFeatures]`.
 */
export class Linear {
  /** `[outFeatures, inFeatures]`. */
  readonly weight: Parameter;
  /** `[outFeatures]`; undefined without `bias`. */
  readonly bias: Parameter | undefined;

  /** @throws ArgumentError */
  constructor(options: LinearOptions) {
    checkOptions('Linear', options, ['inFeatures', 'outFeatures', 'bias', 'generator']);
    const { inFeatures, outFeatures, bias = true, generator } = options;
    checkInteger('Linear', 'inFeatures', inFeatures, { min: 1 });
    checkInteger('Linear', 'outFeatures', outFeatures, { min: 1 });
    checkBoolean('Linear', 'bias', bias);
    checkGenerator('Linear', generator);
    const bound = 1 / Math.sqrt(inFeatures);
    const initial = uniformInitializer(-bound, bound);
    this.weight = parameter(initial([outFeatures, inFeatures], generator));
    this.bias = bias ? parameter(initial([outFeatures], generator)) : undefined;
  }

  /**
   * `[..., inFeatures]` to `[..., outFeatures]`.
   * @throws ShapeError when the last axis is not `inFeatures`
   */
  forward(x: Tensor<'float32'>): Tensor<'float32'> {
    return linear(x, this.weight, this.bias);
  }
}
