import { ArgumentError, checkFlags, checkInteger, checkNumber, checkOptions } from '@ostinato/base';
import { add, concat, cos, mul, reshape, sin, split, stack, sub, type Tensor, tidy, unstack } from '@ostinato/tensor';
import type { HeadPositions } from './head-positions.ts';
import { anglesOf, frequencies } from './sinusoidal-positions.ts';

type Floats = Tensor<'float32'>;

/** Options of `RotaryPositions`. */
export interface RotaryPositionsOptions {
  /** Features of a head that are turned, the first ones; even. */
  readonly features: number;
  /** The slowest turn takes this times 2 pi steps. Default 10,000. */
  readonly base?: number;
  /** Whether neighbors are pairs (the paper, GPT-J) instead of the two halves (GPT-NeoX, Llama). Default `false`. */
  readonly interleaved?: boolean;
}

/**
 * Turns pairs of features of queries and keys by angles that grow with the place, so that products depend on the distance alone (RoPE, Su et al.
 * 2021). No parameters.
 */
export class RotaryPositions implements HeadPositions {
  readonly #features: number;
  readonly #frequencies: Float32Array;
  readonly #interleaved: boolean;

  /** @throws ArgumentError */
  constructor(options: RotaryPositionsOptions) {
    checkOptions('RotaryPositions', options, ['features', 'base', 'interleaved']);
    const { features, base = 10_000, interleaved = false } = options;
    checkInteger('RotaryPositions', 'features', features, { min: 2 });
    if (features % 2 !== 0) throw new ArgumentError(`RotaryPositions: features must be even, got ${features}.`);
    checkNumber('RotaryPositions', 'base', base, { above: 0 });
    checkFlags('RotaryPositions', { interleaved });
    this.#features = features;
    this.#frequencies = frequencies(features, base);
    this.#interleaved = interleaved;
  }

  /** `x [batch, steps, heads, size]` at places `[batch or 1, steps]`, turned; features beyond those that turn stay. */
  rotate(x: Floats, places: Tensor<'int32'>): Floats {
    const turned = this.#features;
    return tidy(() => {
      const angles = anglesOf(places, this.#frequencies);
      const wide = reshape(angles, [...places.shape, 1, turned / 2]);
      const rest = x.shape[3]! - turned;
      if (rest === 0) return turn(x, cos(wide), sin(wide), this.#interleaved);
      const [head, tail] = split(x, [turned, rest]) as [Floats, Floats];
      return concat([turn(head, cos(wide), sin(wide), this.#interleaved), tail]);
    });
  }
}

/** Pairs of features of `x [..., features]` turned by angles whose cosines and sines broadcast to `[..., features / 2]`. */
function turn(x: Floats, cosine: Floats, sine: Floats, interleaved: boolean): Floats {
  const half = x.shape.at(-1)! / 2;
  const [a, b] = (interleaved ? unstack(reshape(x, [...x.shape.slice(0, -1), half, 2]), -1) : split(x, 2)) as [
    Floats,
    Floats,
  ];
  const parts = [sub(mul(a, cosine), mul(b, sine)), add(mul(a, sine), mul(b, cosine))];
  return interleaved ? reshape(stack(parts, -1), x.shape) : concat(parts);
}
