import { checkNumber, fillNormal, hostUniform } from '@ostinato/base';
import { defaultGenerator, type InitialValue, type RandomGenerator, type Shape } from '@ostinato/tensor';

/** Where a parameter starts. The draw is numbered now and made when the parameter is first read. */
export type Initializer = (shape: Shape, generator?: RandomGenerator) => InitialValue;

const sizeOf = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);

/** Uniform numbers in [low, high). @throws ArgumentError when `high` is below `low` */
export function uniformInitializer(low: number, high: number): Initializer {
  checkNumber('uniformInitializer', 'high', high, { min: checkNumber('uniformInitializer', 'low', low) });
  return (shape, generator = defaultGenerator()) => {
    const draw = generator.next();
    return {
      shape,
      draw: (uniform = hostUniform) => {
        const values = uniform(sizeOf(shape), draw);
        for (let i = 0; i < values.length; i++) values[i] = low + (high - low) * values[i]!;
        return values;
      },
    };
  };
}

/** Normal numbers with a mean and a standard deviation. Default: 0 and 1. */
export function normalInitializer(mean = 0, deviation = 1): Initializer {
  checkNumber('normalInitializer', 'mean', mean);
  checkNumber('normalInitializer', 'deviation', deviation, { min: 0 });
  return (shape, generator = defaultGenerator()) => {
    const draw = generator.next();
    return {
      shape,
      draw: () => {
        const values = new Float32Array(sizeOf(shape));
        fillNormal(values, draw);
        return values.map((z) => mean + deviation * z);
      },
    };
  };
}

/** One value everywhere. */
export function constantInitializer(value: number): Initializer {
  checkNumber('constantInitializer', 'value', value);
  return (shape) => ({ shape, draw: () => new Float32Array(sizeOf(shape)).fill(value) });
}
