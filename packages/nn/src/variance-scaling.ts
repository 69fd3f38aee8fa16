import { checkNumber, checkOneOf, checkOptions, ShapeError } from '@ostinato/base';
import type { Shape } from '@ostinato/tensor';
import { type Initializer, normalInitializer, uniformInitializer } from './basic-initializers.ts';
import { truncatedNormalInitializer } from './truncated-normal.ts';

/** Which number of connections the variance is divided by. */
export type FanMode = 'fanIn' | 'fanOut' | 'fanAverage';

/** Options of `varianceScalingInitializer`; Keras's. */
export interface VarianceScalingOptions {
  /** Default 1. */
  readonly scale?: number;
  /** Default `fanIn`. */
  readonly mode?: FanMode;
  /** Default `truncatedNormal`. */
  readonly distribution?: 'normal' | 'truncatedNormal' | 'uniform';
}

/** The standard deviation of a standard normal distribution that is cut at two deviations. */
const truncatedDeviation = 0.8796256610342398;

/** Connections of a unit: `[out, in, ...kernel]` gives `in x kernel` and `out x kernel`. @throws ShapeError below two axes */
function fan(shape: Shape, mode: FanMode): number {
  if (shape.length < 2)
    throw new ShapeError(`varianceScalingInitializer: expected a weight [out, in, ...], got [${shape}].`);
  const kernel = shape.slice(2).reduce((product, size) => product * size, 1);
  const [fanOut, fanIn] = [shape[0]! * kernel, shape[1]! * kernel];
  return Math.max(1, mode === 'fanIn' ? fanIn : mode === 'fanOut' ? fanOut : (fanIn + fanOut) / 2);
}

/**
 * Numbers with variance `scale / fan`, for weights `[out, in, ...kernel]`. Keras's glorotNormal is `{ mode: 'fanAverage' }`,
 * its heNormal `{ scale: 2 }`; both cut at two deviations, torch's xavierNormal and kaimingNormal do not.
 * @throws ArgumentError; the initializer throws ShapeError below two axes
 */
export function varianceScalingInitializer(options: VarianceScalingOptions = {}): Initializer {
  checkOptions('varianceScalingInitializer', options, ['scale', 'mode', 'distribution']);
  const scale = checkNumber('varianceScalingInitializer', 'scale', options.scale ?? 1, { above: 0 });
  const mode = checkOneOf('varianceScalingInitializer', 'mode', options.mode ?? 'fanIn', [
    'fanIn',
    'fanOut',
    'fanAverage',
  ]);
  const distribution = checkOneOf(
    'varianceScalingInitializer',
    'distribution',
    options.distribution ?? 'truncatedNormal',
    ['normal', 'truncatedNormal', 'uniform'],
  );
  return (shape, generator) => {
    const deviation = Math.sqrt(scale / fan(shape, mode));
    const bound = Math.sqrt(3) * deviation; // a uniform distribution within ±b has variance b^2 / 3
    if (distribution === 'uniform') return uniformInitializer(-bound, bound)(shape, generator);
    if (distribution === 'normal') return normalInitializer(0, deviation)(shape, generator);
    return truncatedNormalInitializer({ deviation: deviation / truncatedDeviation })(shape, generator);
  };
}

/** Uniform, variance `gain^2 / average fan`; Keras's glorotUniform. Glorot and Bengio 2010. */
export const xavierUniformInitializer = (gain = 1): Initializer =>
  varianceScalingInitializer({
    scale: checkNumber('xavierUniformInitializer', 'gain', gain) ** 2,
    mode: 'fanAverage',
    distribution: 'uniform',
  });

/** Normal, variance `gain^2 / average fan`. Glorot and Bengio 2010. */
export const xavierNormalInitializer = (gain = 1): Initializer =>
  varianceScalingInitializer({
    scale: checkNumber('xavierNormalInitializer', 'gain', gain) ** 2,
    mode: 'fanAverage',
    distribution: 'normal',
  });

/** Options of `kaimingUniformInitializer` and `kaimingNormalInitializer`. */
export interface KaimingOptions {
  /** Slope below 0 of the `leakyRelu` that follows; 0 for `relu`. Default 0. */
  readonly slope?: number;
  /** Default `fanIn`. */
  readonly mode?: FanMode;
}

const kaiming =
  (distribution: 'normal' | 'uniform') =>
  (options: KaimingOptions = {}): Initializer => {
    const name = `kaiming${distribution === 'uniform' ? 'Uniform' : 'Normal'}Initializer`;
    checkOptions(name, options, ['slope', 'mode']);
    const { slope = 0, mode = 'fanIn' } = options;
    checkNumber(name, 'slope', slope);
    return varianceScalingInitializer({ scale: 2 / (1 + slope ** 2), mode, distribution });
  };

/** Uniform, variance `2 / ((1 + slope^2) fan)`; Keras's heUniform. He et al. 2015. */
export const kaimingUniformInitializer = kaiming('uniform');

/** Normal, variance `2 / ((1 + slope^2) fan)`. He et al. 2015. */
export const kaimingNormalInitializer = kaiming('normal');

/** Uniform, variance `1 / fanIn`. LeCun et al. 1998. */
export const lecunUniformInitializer = (): Initializer => varianceScalingInitializer({ distribution: 'uniform' });

/** Normal cut at two deviations, variance `1 / fanIn`. LeCun et al. 1998. */
export const lecunNormalInitializer = (): Initializer => varianceScalingInitializer();
