import {
  type Backend,
  namedTensors,
  normal,
  RandomGenerator,
  type Shape,
  type Tensor,
  tidy,
  withBackend,
} from '@ostinato/tensor';
import type { SequenceLayer } from '../sequence-layer.ts';

/** One thing that every sequence layer must do. `check` throws, naming the first number that is wrong, when the layer does not. */
export interface SequenceLaw {
  /** What the layer must do, as the title of a test. */
  readonly name: string;
  /** The precision that it needs. */
  readonly float: 'float32' | 'float64';
  /** Runs the law. */
  readonly check: () => void | Promise<void>;
}

/** Makes the layer under test, with its initial values from a generator. */
export type MakeSequenceLayer = (generator: RandomGenerator) => SequenceLayer<unknown>;

/** Options of `sequenceLaws`. */
export interface SequenceLawOptions {
  /** Makes the backend of one law, which disposes it; it must be able to read synchronously. */
  readonly backend: (float: 'float32' | 'float64') => Backend | Promise<Backend>;
  /** Features of the input. Default: what the layer says. */
  readonly inputSize?: number;
  /** Sequences in a batch. Default 3. */
  readonly batch?: number;
  /** Steps of a sequence. Default 4. */
  readonly steps?: number;
  /** Seed of the layer's values and of the inputs. Default 1. */
  readonly seed?: number;
}

/** What a law works on: a fresh layer. */
export interface Subject {
  readonly make: MakeSequenceLayer;
  readonly layer: SequenceLayer<unknown>;
  readonly backend: Backend;
  readonly inputSize: number;
  readonly batch: number;
  readonly steps: number;
  readonly seed: number;
  /** Standard normal numbers, other ones at each call. */
  readonly random: (shape: Shape) => Tensor<'float32'>;
}

/** A law without a layer: what to do with a subject, in which precision. */
export interface LawBody {
  readonly name: string;
  readonly float?: 'float32' | 'float64';
  readonly check: (subject: Subject) => void;
}

/** A law for one layer: sets up a backend and a layer, and frees both. */
export function lawFor(body: LawBody, make: MakeSequenceLayer, options: SequenceLawOptions): SequenceLaw {
  const { name, float = 'float32' } = body;
  const run = async (): Promise<void> => {
    const backend = await options.backend(float);
    try {
      withSubject(make, { ...options, backend }, (subject) => tidy(() => body.check(subject)));
    } finally {
      backend.dispose();
    }
  };
  return { name, float, check: run };
}

/** Runs `use` with a fresh layer, whose parameters are freed afterwards. */
export function withSubject(
  make: MakeSequenceLayer,
  {
    backend,
    inputSize,
    batch = 3,
    steps = 4,
    seed = 1,
  }: Omit<SequenceLawOptions, 'backend'> & { readonly backend: Backend },
  use: (subject: Subject) => void,
): void {
  withBackend(backend, () => {
    const layer = make(new RandomGenerator(seed));
    try {
      const inputs = new RandomGenerator(seed + 1);
      const random = (shape: Shape) => normal(shape, { generator: inputs, backend });
      use({ make, layer, backend, inputSize: inputSize ?? layer.inputSize ?? 1, batch, steps, seed, random });
    } finally {
      for (const [, box] of namedTensors(layer)) box.dispose();
    }
  });
}
