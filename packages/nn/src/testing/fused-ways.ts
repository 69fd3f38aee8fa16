import { type Backend, RandomGenerator, tidy, training, withBackend } from '@ostinato/tensor';

type Kernel = (...args: unknown[]) => unknown;

/** What a computation gave, and how often it called kernels whose names begin with a word. */
export interface Way {
  readonly values: readonly number[];
  readonly calls: number;
}

/** For tests: runs a computation as it is and without the optional kernels whose names begin with `prefix`, with the same random numbers. */
export function bothWays(
  make: () => Backend,
  prefix: string,
  run: () => Iterable<number>,
): [fused: Way, composed: Way] {
  return [way(make(), prefix, true, run), way(make(), prefix, false, run)];
}

function way(backend: Backend, prefix: string, keep: boolean, run: () => Iterable<number>): Way {
  let calls = 0;
  const counted =
    (kernel: Kernel): Kernel =>
    (...args) => (calls++, kernel(...args));
  const kernels = Object.entries(backend.kernels as unknown as Record<string, Kernel>).flatMap(([name, kernel]) => {
    if (!name.startsWith(prefix)) return [[name, kernel] as const];
    return keep ? [[name, counted(kernel)] as const] : [];
  });
  Object.defineProperty(backend, 'kernels', { value: Object.fromEntries(kernels) });
  const generator = new RandomGenerator(3);
  return { values: withBackend(backend, () => tidy(() => [...training({ generator }, run)])), calls };
}

/** The largest difference of two lists, relative where numbers are above 1. @throws RangeError for different lengths */
export function distance(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) throw new RangeError(`lists of ${a.length} and ${b.length} numbers`);
  return a.reduce((most, value, i) => {
    const right = b[i]!;
    return Object.is(value, right) ? most : Math.max(most, Math.abs(value - right) / Math.max(1, Math.abs(right)));
  }, 0);
}
