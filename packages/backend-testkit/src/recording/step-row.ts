import { mulberry } from '@ostinato/backend/testing';
import {
  normal,
  type Parameter,
  parameter,
  RandomGenerator,
  type StepResult,
  tensor,
  type Tensor,
  tidy,
} from '@ostinato/tensor';

type Floats = Tensor<'float32'>;

/** Features of an input and units of a state where a row does not say otherwise: both are also batch sizes of the laws. */
export const [features, hidden] = [2, 3];

/** Where a row's numbers come from: the same ones at every use. */
export class Numbers {
  /** Every weight so far. */
  readonly parameters: Parameter[] = [];
  /** What a step may draw from that is neither the default generator nor that of training. */
  readonly generator = new RandomGenerator(77);
  readonly #weights = new RandomGenerator(11);
  #draws = 0;

  /** A new parameter. */
  weight(...shape: number[]): Parameter {
    const made = tidy(() => parameter(normal(shape, { generator: this.#weights })));
    this.parameters.push(made);
    return made;
  }

  /** Begins again: what follows gets the same numbers as after the last call. */
  restart(): void {
    this.#draws = 0;
  }

  /** Normal numbers. */
  floats(...shape: number[]): Floats {
    return normal(shape, { generator: new RandomGenerator(22, this.#draws++) });
  }

  /** Whole numbers from 0 to `below - 1`. */
  ids(below: number, ...shape: number[]): Tensor<'int32'> {
    const random = mulberry(33 + this.#draws++);
    const data = Int32Array.from({ length: shape.reduce((n, size) => n * size, 1) }, () =>
      Math.floor(random() * below),
    );
    return tensor(data, shape, { dtype: 'int32' }) as Tensor<'int32'>;
  }

  /** Truth values. */
  bools(...shape: number[]): Tensor<'bool'> {
    const random = mulberry(44 + this.#draws++);
    const data = Uint8Array.from({ length: shape.reduce((n, size) => n * size, 1) }, () => +(random() < 0.5));
    return tensor(data, shape, { dtype: 'bool' }) as Tensor<'bool'>;
  }
}

/** A step of a scan, and what to scan with it. */
export interface StepCase<X, S, O, G, H> {
  readonly step: (x: X, state: S, context: { readonly given: G; readonly shared: H }) => StepResult<S, O>;
  /** Default: floats `[steps, batch, features]`. `none`: a number of steps. */
  readonly xs?: ((steps: number, batch: number) => X) | 'none';
  /** Default: floats `[batch, hidden]`. */
  readonly init?: (batch: number) => S;
  readonly given?: (batch: number) => G;
  readonly shared?: () => H;
}

/** How a step is expected to run: for any number of rows, for one batch size, or as a loop. */
export type Manner = 'rows' | 'fixed-batch' | 'loop';

/** One kind of step. */
export interface StepRow {
  readonly name: string;
  readonly manner: Manner;
  /** Makes its parameters and its step, on the current backend. */
  readonly make: (numbers: Numbers) => StepCase<unknown, unknown, unknown, unknown, unknown>;
}

/** A row of the table. */
export function stepRow<X = Floats, S = Floats, O = Floats, G = undefined, H = undefined>(
  name: string,
  make: (numbers: Numbers) => StepCase<X, S, O, G, H>,
  manner: Manner = 'rows',
): StepRow {
  return { name, manner, make: make as unknown as StepRow['make'] };
}
