import { typeError } from '@ostinato/base';
import { RandomGenerator } from '@ostinato/tensor';

/** Checks the generator of a layer, if there is one. @throws ArgumentError */
export function checkGenerator(where: string, generator: unknown): void {
  if (generator === undefined || generator instanceof RandomGenerator) return;
  throw typeError(where, 'generator', 'a RandomGenerator', generator);
}
