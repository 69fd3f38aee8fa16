import { ArgumentError, DTypeError, ShapeError, typeError } from '@ostinato/base';
import { arange, checkLengths, less, reshape, Tensor, tensor } from '@ostinato/tensor';
import { type AttentionGrid, Mask } from './mask.ts';

/**
 * Hides keys that are padding: `lengths` of sequences that are padded at their ends, or a mask `[batch, keys]`, true = keep, for padding
 * anywhere. A sequence that keeps nothing gets zeros.
 * @throws ArgumentError, DTypeError; ShapeError or ArgumentError when it meets keys that it does not fit
 */
export function padding(lengths: readonly number[] | Int32Array | Tensor<'bool'>): Mask {
  if (lengths instanceof Tensor) {
    if ((lengths as Tensor).dtype !== 'bool')
      throw new DTypeError(`padding: a mask must be bool, got ${lengths.dtype}. Compare, as in notEqual(mask, 0).`);
    if (lengths.rank !== 2) throw new ShapeError(`padding: a mask must be [batch, keys], got [${lengths.shape}].`);
    return new Mask(Infinity, Infinity, [{ keep: (grid) => fromMask(lengths, grid) }]);
  }
  if (!Array.isArray(lengths) && !(lengths instanceof Int32Array))
    throw typeError('padding', 'lengths', 'an array of lengths or a bool tensor [batch, keys]', lengths);
  const bad = lengths.findIndex((length) => !Number.isInteger(length) || length < 0);
  if (bad >= 0)
    throw new ArgumentError(`padding: lengths[${bad}] must be a whole number from 0 on, got ${lengths[bad]}.`);
  return new Mask(Infinity, Infinity, [{ keep: (grid) => fromLengths(lengths, grid) }]);
}

function fromMask(mask: Tensor<'bool'>, { batch, keys }: AttentionGrid): Tensor<'bool'> {
  const [rows, width] = mask.shape as [number, number];
  if ((rows !== batch && rows !== 1) || width !== keys)
    throw new ShapeError(`padding: expected a mask [batch, keys] = [${batch},${keys}], got [${mask.shape}].`);
  return reshape(mask, [rows, 1, 1, keys]);
}

function fromLengths(lengths: ArrayLike<number>, { batch, keys, backend }: AttentionGrid): Tensor<'bool'> {
  checkLengths('padding', lengths, batch, keys);
  const ends = tensor(Int32Array.from(lengths), [batch, 1, 1, 1], { backend });
  return less(reshape(arange(keys, { backend }), [1, 1, 1, keys]), ends);
}
