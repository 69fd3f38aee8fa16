import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { checkTensor } from './make.ts';

/** Runs a composite op on one operand and frees what it made on the way. The derivative follows from its parts. */
export function formula(name: string, x: Tensor<'float32'>, fn: () => Tensor<'float32'>): Tensor<'float32'> {
  checkTensor(name, 'x', x, 'float32');
  return tidy(fn);
}
