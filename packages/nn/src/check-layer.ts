import { DTypeError, typeError } from '@ostinato/base';
import { RandomGenerator, Tensor } from '@ostinato/tensor';

/** Checks an option that is true or false and returns it. @throws ArgumentError */
export function checkBoolean(where: string, name: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw typeError(where, name, 'true or false', value);
  return value;
}

/** Checks the generator of a layer, if there is one. @throws ArgumentError */
export function checkGenerator(where: string, value: unknown): void {
  if (value === undefined || value instanceof RandomGenerator) return;
  throw typeError(where, 'generator', 'a RandomGenerator', value);
}

/** Checks that an argument is a float tensor. @throws ArgumentError, DTypeError */
export function checkFloats(where: string, name: string, value: unknown): void {
  if (!(value instanceof Tensor)) throw typeError(where, name, 'a tensor', value);
  if (value.dtype !== 'float32') throw new DTypeError(`${where}: ${name} must be float32, got ${value.dtype}. Convert it with cast().`);
}

/** Checks that an argument is a tensor of class ids or of probabilities. @throws ArgumentError, DTypeError */
export function checkClassTarget(where: string, target: unknown): void {
  if (!(target instanceof Tensor)) throw typeError(where, 'target', 'a tensor', target);
  if (target.dtype === 'bool') throw new DTypeError(`${where}: target must be int32 class ids or float32 probabilities, got bool. Convert it with cast().`);
}
