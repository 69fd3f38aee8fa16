import { type Backend, RandomGenerator, normal, type Shape, type Tensor, tidy, withBackend } from '@ostinato/tensor';
import type { Cell, StateTree } from '../cell.ts';

/** One thing that every cell must do. `check` throws, naming the first number that is wrong, when the cell does not. */
export interface Law {
  /** What the cell must do, as the title of a test. */
  readonly name: string;
  /** Runs the law. */
  readonly check: () => void | Promise<void>;
}

/** Makes the cell under test, with its initial values from a generator. */
export type MakeCell = (generator: RandomGenerator) => Cell<StateTree>;

/** Options of `cellLaws`. */
export interface CellLawOptions {
  /** Makes the backend of one law, which disposes it; it must be able to read synchronously. */
  readonly backend: (float: 'float32' | 'float64') => Backend | Promise<Backend>;
  /** Sequences in a batch. Default 3. */
  readonly batch?: number;
  /** Steps of a sequence. Default 5. */
  readonly steps?: number;
  /** Seed of the cell's values and of the inputs. Default 1. */
  readonly seed?: number;
}

/** What a law works on: a fresh cell on a fresh backend. */
export interface Subject {
  readonly make: MakeCell;
  readonly cell: Cell<StateTree>;
  readonly backend: Backend;
  readonly batch: number;
  readonly steps: number;
  readonly seed: number;
  /** Standard normal numbers, other ones at each call. */
  readonly random: (shape: Shape) => Tensor<'float32'>;
}

/** A law without a cell: what to do with a subject, in which precision. */
export interface LawBody {
  readonly name: string;
  readonly float?: 'float32' | 'float64';
  readonly check: (subject: Subject) => void;
}

/** A law for one cell: sets up a backend and a cell, and frees both. */
export function lawFor(
  { name, float = 'float32', check }: LawBody,
  make: MakeCell,
  options: Required<CellLawOptions>,
): Law {
  const { batch, steps, seed } = options;
  const run = async (): Promise<void> => {
    const backend = await options.backend(float);
    const inputs = new RandomGenerator(seed + 1);
    const random = (shape: Shape) => normal(shape, { generator: inputs, backend });
    try {
      withBackend(backend, () =>
        tidy(() => check({ make, cell: make(new RandomGenerator(seed)), backend, batch, steps, seed, random })),
      );
    } finally {
      backend.dispose();
    }
  };
  return { name, check: run };
}
