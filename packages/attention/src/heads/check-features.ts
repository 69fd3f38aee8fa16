import { DTypeError, ShapeError, typeError } from '@ostinato/base';
import { Tensor } from '@ostinato/tensor';

/** Checks for sequences `[batch, steps, features]`. @throws ArgumentError, DTypeError, ShapeError */
export function checkFeatures(where: string, name: string, x: unknown, features: number): void {
  if (!(x instanceof Tensor)) throw typeError(where, name, 'a tensor', x);
  if (x.dtype !== 'float32')
    throw new DTypeError(`${where}: ${name} must be float32, got ${x.dtype}. Convert it with cast().`);
  if (x.rank !== 3 || x.shape[2] !== features)
    throw new ShapeError(`${where}: expected ${name} [batch, steps, ${features}], got [${x.shape}].`);
}
