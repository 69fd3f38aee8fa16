import type { Backend } from '@ostinato/backend';
import { ArgumentError, describe, ShapeError } from '@ostinato/base';
import { tensor } from './ops/creation.ts';
import { checkTensor } from './ops/make.ts';
import { transpose } from './ops/permute.ts';
import type { Tensor } from './tensor.ts';

/**
 * Checks lengths of a batch of sequences: whole numbers from 0 to `steps`, one for each sequence.
 * @throws ArgumentError naming the offending length
 */
export function checkLengths(where: string, lengths: ArrayLike<number>, batch: number, steps: number): void {
  if (!Array.isArray(lengths) && !(lengths instanceof Int32Array)) {
    throw new ArgumentError(
      `${where}: lengths must be an array of numbers or an Int32Array, got ${describe(lengths)}.`,
      { code: 'ARGUMENT_TYPE' },
    );
  }
  if (lengths.length !== batch)
    throw new ArgumentError(`${where}: expected ${batch} lengths, one for each sequence, got ${lengths.length}.`);
  const bad = Array.prototype.findIndex.call(lengths, (n: number) => !Number.isInteger(n) || n < 0 || n > steps);
  if (bad >= 0)
    throw new ArgumentError(
      `${where}: lengths[${bad}] is ${lengths[bad]}; lengths must be whole numbers from 0 to ${steps}, the number of steps.`,
    );
}

/** The mask `[steps, batch]` of `lengths` or of a mask `[batch, steps]`, true = keep; undefined when nothing is padded. */
export function keepMask(
  { lengths, mask }: { readonly lengths?: ArrayLike<number>; readonly mask?: Tensor<'bool'> },
  steps: number,
  batch: number,
  backend?: Backend,
): Tensor<'bool'> | undefined {
  if (lengths !== undefined && mask !== undefined) throw new ArgumentError('scan: give lengths or a mask, not both.');
  if (mask !== undefined) {
    checkTensor('scan', 'mask', mask, 'bool');
    if (mask.shape.join() === [batch, steps].join()) return transpose(mask);
    throw new ShapeError(`scan: mask must be [batch, steps] = [${batch},${steps}], got [${mask.shape}].`);
  }
  if (lengths === undefined) return undefined;
  checkLengths('scan', lengths, batch, steps);
  const keep = Uint8Array.from({ length: steps * batch }, (_, at) => +(Math.floor(at / batch) < lengths[at % batch]!));
  return tensor(keep, [steps, batch], { dtype: 'bool', ...(backend && { backend }) });
}
