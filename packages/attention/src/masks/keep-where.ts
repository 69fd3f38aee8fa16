import { DTypeError, ShapeError, typeError } from '@ostinato/base';
import { reshape, Tensor } from '@ostinato/tensor';
import { Mask } from './mask.ts';

/** A tensor that broadcasts to `[batch, heads, queries, keys]` with all four axes. @throws ShapeError */
export function fourAxes<T extends Tensor>(where: string, x: T): T {
  if (x.rank < 1 || x.rank > 4)
    throw new ShapeError(`${where}: expected up to four axes, [batch, heads, queries, keys], got [${x.shape}].`);
  return reshape(x, [...Array<number>(4 - x.rank).fill(1), ...x.shape]) as Tensor as T;
}

/**
 * A mask from a bool tensor, true = keep, that broadcasts to `[batch, heads, queries, keys]`: `[queries, keys]`, or `[batch, 1, queries, keys]`.
 * torch's are the other way round: `torchMask`.
 * @throws ArgumentError, DTypeError, ShapeError
 */
export function keepWhere(keep: Tensor<'bool'>): Mask {
  if (!(keep instanceof Tensor)) throw typeError('keepWhere', 'keep', 'a bool tensor', keep);
  if ((keep as Tensor).dtype !== 'bool')
    throw new DTypeError(`keepWhere: keep must be bool, got ${keep.dtype}. Numbers to add are a scoreBias.`);
  fourAxes('keepWhere', keep);
  return new Mask(Infinity, Infinity, [{ keep: () => fourAxes('keepWhere', keep) }]);
}
