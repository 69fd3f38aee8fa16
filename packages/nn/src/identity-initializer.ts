import { checkNumber, ShapeError } from '@ostinato/base';
import type { Initializer } from './basic-initializers.ts';

/** `gain` on the diagonal of `[rows, cols]`, 0 elsewhere. @throws ArgumentError; the initializer throws ShapeError for other ranks */
export function identityInitializer(gain = 1): Initializer {
  checkNumber('identityInitializer', 'gain', gain);
  return (shape) => {
    const [rows, cols] = shape as [number, number];
    if (shape.length !== 2) throw new ShapeError(`identityInitializer: expected [rows, cols], got [${shape}].`);
    return {
      shape,
      draw: () =>
        Float32Array.from({ length: rows * cols }, (_, at) => (Math.floor(at / cols) === at % cols ? gain : 0)),
    };
  };
}
