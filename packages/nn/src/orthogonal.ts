import { checkNumber, fillNormal, ShapeError } from '@ostinato/base';
import { defaultGenerator, type Shape } from '@ostinato/tensor';
import type { Initializer } from './basic-initializers.ts';

/**
 * Rows (columns where there are fewer) at right angles, each of length `gain`, uniform among all such matrices; axes after
 * the first count as one. Saxe et al. 2013.
 * @throws ArgumentError; the initializer throws ShapeError below two axes
 */
export function orthogonalInitializer(gain = 1): Initializer {
  checkNumber('orthogonalInitializer', 'gain', gain);
  return (shape, generator = defaultGenerator()) => {
    const draw = generator.next();
    const [count, length] = vectors(shape);
    return {
      shape,
      draw: () => {
        const values = new Float64Array(count * length);
        fillNormal(values, draw);
        const basis = Array.from({ length: count }, (_, i) => values.subarray(i * length, (i + 1) * length));
        basis.forEach((vector, i) => orthogonalize(vector, basis.slice(0, i)));
        const byRows = shape[0]! === count;
        return Float32Array.from(values, (_, at) => {
          const cols = byRows ? length : count;
          const [row, col] = [Math.floor(at / cols), at % cols];
          return gain * (byRows ? basis[row]![col]! : basis[col]![row]!);
        });
      },
    };
  };
}

/** How many vectors there are, and how long they are. */
function vectors(shape: Shape): [count: number, length: number] {
  if (shape.length < 2) throw new ShapeError(`orthogonalInitializer: expected at least two axes, got [${shape}].`);
  const cols = shape.slice(1).reduce((product, size) => product * size, 1);
  return [Math.min(shape[0]!, cols), Math.max(shape[0]!, cols)];
}

/** Gram and Schmidt's step, done twice because once leaves rounding errors (Giraud et al. 2005), then length 1. */
function orthogonalize(vector: Float64Array, before: readonly Float64Array[]): void {
  for (const other of [...before, ...before]) {
    const along = vector.reduce((sum, value, i) => sum + value * other[i]!, 0);
    for (let i = 0; i < vector.length; i++) vector[i] = vector[i]! - along * other[i]!;
  }
  const size = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  for (let i = 0; i < vector.length; i++) vector[i] = vector[i]! / size;
}
