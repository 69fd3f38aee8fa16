import { ArgumentError, checkNumber, checkOptions, hostUniform } from '@ostinato/base';
import { defaultGenerator } from '@ostinato/tensor';
import type { Initializer } from './basic-initializers.ts';
import { normalCdf, normalQuantile } from './normal-distribution.ts';

/** Options of `truncatedNormalInitializer`. */
export interface TruncatedNormalOptions {
  /** Mean before cutting. Default 0. */
  readonly mean?: number;
  /** Standard deviation before cutting. Default 1. */
  readonly deviation?: number;
  /** Default: two deviations below the mean. */
  readonly low?: number;
  /** Default: two deviations above the mean. */
  readonly high?: number;
}

/**
 * Normal numbers that lie between `low` and `high`. Keras cuts at two deviations, as here; torch's `trunc_normal_` at -2 and
 * 2 whatever the deviation is: give them.
 * @throws ArgumentError when `high` is not above `low`, or next to nothing lies between them
 */
export function truncatedNormalInitializer(options: TruncatedNormalOptions = {}): Initializer {
  checkOptions('truncatedNormalInitializer', options, ['mean', 'deviation', 'low', 'high']);
  const mean = checkNumber('truncatedNormalInitializer', 'mean', options.mean ?? 0);
  const deviation = checkNumber('truncatedNormalInitializer', 'deviation', options.deviation ?? 1, { above: 0 });
  const low = checkNumber('truncatedNormalInitializer', 'low', options.low ?? mean - 2 * deviation);
  const high = checkNumber('truncatedNormalInitializer', 'high', options.high ?? mean + 2 * deviation, { above: low });
  const from = normalCdf((low - mean) / deviation);
  const share = normalCdf((high - mean) / deviation) - from;
  if (share < 1e-9)
    throw new ArgumentError(
      `truncatedNormalInitializer: next to nothing of the distribution lies between ${low} and ${high}.`,
    );
  return (shape, generator = defaultGenerator()) => {
    const draw = generator.next();
    return {
      shape,
      draw: (uniform = hostUniform) => {
        const values = uniform(
          shape.reduce((product, size) => product * size, 1),
          draw,
        );
        return values.map((u) =>
          Math.min(Math.max(mean + deviation * normalQuantile(from + share * (u + 2 ** -25)), low), high),
        );
      },
    };
  };
}
