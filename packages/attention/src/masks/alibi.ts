import { checkInteger, ShapeError } from '@ostinato/base';
import { abs, cast, mul, neg, tensor } from '@ostinato/tensor';
import { distances, Mask } from './mask.ts';

/**
 * Attention with linear biases: each head subtracts its slope times the distance of query and key, 2^(-8/heads), 2^(-16/heads)... for a
 * power of two; other counts take every other slope of the next one. Press et al. 2022. Needs no positions.
 * @throws ArgumentError; ShapeError when it meets another number of heads
 */
export function alibi(heads: number): Mask {
  checkInteger('alibi', 'heads', heads, { min: 1 });
  const slopes = slopesOf(heads);
  return new Mask(Infinity, Infinity, [
    {
      bias: (grid) => {
        if (grid.heads !== heads) throw new ShapeError(`alibi: made for ${heads} heads, got ${grid.heads}.`);
        const apart = neg(abs(cast(distances(grid), 'float32')));
        const factors = tensor(slopes, [heads, 1, 1], { backend: grid.backend });
        return mul(factors, apart);
      },
    },
  ]);
}

/** The slopes of a power of two, then every other one of the next. */
function slopesOf(heads: number): number[] {
  const power = 2 ** Math.floor(Math.log2(heads));
  const series = (count: number) => Array.from({ length: count }, (_, i) => 2 ** ((-8 * (i + 1)) / count));
  const further = series(2 * power).filter((_, i) => i % 2 === 0);
  return [...series(power), ...further.slice(0, heads - power)];
}
