import { checkInteger, type Draw, philoxKey, typeError } from '@ostinato/base';
import { runtime } from './runtime.ts';

/**
 * A stream of random draws: Philox with a key from the seed and a counter. Two numbers are its whole state, so it can be
 * saved, copied and resumed; every backend and thread count gives the same numbers.
 */
export class RandomGenerator {
  /** Any whole number from 0 to 2^53 - 1. */
  readonly seed: number;
  #draws: number;

  /** @throws ArgumentError when the seed or the counter is not a whole number in range */
  constructor(seed: number, draws = 0) {
    this.seed = checkInteger('RandomGenerator', 'seed', seed, { min: 0 });
    this.#draws = checkInteger('RandomGenerator', 'draws', draws, { min: 0, below: 2 ** 32 });
  }

  /** How many draws were made; with `seed` it is the whole state. */
  get draws(): number {
    return this.#draws;
  }

  /** Sets the counter, to resume where a saved generator stood. */
  set draws(draws: number) {
    this.#draws = checkInteger('RandomGenerator', 'draws', draws, { min: 0, below: 2 ** 32 });
  }

  /** @internal The next draw outside all scans: what a recorded scan draws with. */
  take(): Draw {
    return { key: philoxKey(this.seed), draw: this.#count(), step: 0, call: 0 };
  }

  #count(): number {
    const draw = this.#draws++;
    runtime().compiling?.drew(this, draw);
    return draw;
  }

  /** The next draw. Inside a scan all calls share one draw and are numbered by step and call. */
  next(): Draw {
    const key = philoxKey(this.seed);
    const { scanStep } = runtime();
    if (scanStep === undefined) return { key, draw: this.#count(), step: 0, call: 0 };
    const draw = scanStep.drawOf(this, () => this.#count());
    return { key, draw, step: scanStep.step, call: ++scanStep.call };
  }
}

/** Checks a generator, if there is one. @throws ArgumentError */
export function checkGenerator(where: string, generator: unknown): void {
  if (generator === undefined || generator instanceof RandomGenerator) return;
  throw typeError(where, 'generator', 'a RandomGenerator', generator);
}

/** Makes a new default generator from a seed. Call it first for results that repeat from run to run. */
export function manualSeed(seed: number): RandomGenerator {
  return (runtime().generator = new RandomGenerator(seed));
}

/** The default generator; seeded with 0 unless `manualSeed` was called. */
export function defaultGenerator(): RandomGenerator {
  return (runtime().generator ??= new RandomGenerator(0));
}
