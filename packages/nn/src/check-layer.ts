import { typeError } from '@ostinato/base';
import { RandomGenerator } from '@ostinato/tensor';

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
