import { RandomGenerator } from '@ostinato/tensor';
import { describe, expect, it } from 'vitest';
import type { Initializer } from './basic-initializers.ts';
import {
  kaimingNormalInitializer,
  kaimingUniformInitializer,
  lecunNormalInitializer,
  lecunUniformInitializer,
  varianceScalingInitializer,
  xavierNormalInitializer,
  xavierUniformInitializer,
} from './variance-scaling.ts';

/** Deviation, largest size and mean of 20,000 numbers for `[out 50, in 200, kernel 2]`. */
function statistics(initializer: Initializer) {
  const values = initializer([50, 200, 2], new RandomGenerator(3)).draw();
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    mean,
    deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length),
    largest: values.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
  };
}

const [fanIn, fanOut] = [400, 100];

describe('variance scaling', () => {
  it.each([
    ['xavierUniform', xavierUniformInitializer(2), 4 / 250, 'uniform'],
    ['xavierNormal', xavierNormalInitializer(), 1 / 250, 'normal'],
    ['kaimingUniform', kaimingUniformInitializer(), 2 / fanIn, 'uniform'],
    ['kaimingNormal', kaimingNormalInitializer({ slope: 1, mode: 'fanOut' }), 1 / fanOut, 'normal'],
    ['lecunUniform', lecunUniformInitializer(), 1 / fanIn, 'uniform'],
    ['lecunNormal', lecunNormalInitializer(), 1 / fanIn, 'truncated'],
    ['glorotNormal of Keras', varianceScalingInitializer({ mode: 'fanAverage' }), 1 / 250, 'truncated'],
    ['heNormal of Keras', varianceScalingInitializer({ scale: 2 }), 2 / fanIn, 'truncated'],
  ] as const)('%s has its variance and its bound', (_, initializer, variance, kind) => {
    const { mean, deviation, largest } = statistics(initializer);
    const wanted = Math.sqrt(variance);
    expect(Math.abs(mean)).toBeLessThan(wanted / 40);
    expect(deviation / wanted).toBeGreaterThan(0.98);
    expect(deviation / wanted).toBeLessThan(1.02);
    const bound = kind === 'uniform' ? Math.sqrt(3) : kind === 'truncated' ? 2 / 0.8796256610342398 : 5;
    expect(largest / wanted).toBeLessThanOrEqual(bound * 1.000001);
    expect(largest / wanted).toBeGreaterThan(0.7 * bound);
  });

  it('repeats by its seed', () => {
    const draw = (seed: number) => [...xavierNormalInitializer()([3, 4], new RandomGenerator(seed)).draw()];
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('explains misuse', () => {
    expect(() => xavierUniformInitializer()([5])).toThrow('expected a weight [out, in, ...], got [5]');
    expect(() => varianceScalingInitializer({ mode: 'fanin' as never })).toThrow('Did you mean "fanIn"?');
    expect(() => kaimingNormalInitializer({ slop: 1 } as never)).toThrow(
      'kaimingNormalInitializer: unknown option "slop"',
    );
  });
});
