import { DTypeError, ShapeError, typeError } from '@ostinato/base';
import { reshape, Tensor } from '@ostinato/tensor';
import { type AttentionGrid, Mask } from './mask.ts';

/** A tensor with all four axes, `[batch, heads, queries, keys]`, and a check that it broadcasts to a grid. @throws ShapeError */
export function fourAxes<T extends Tensor>(where: string, x: T): (grid: AttentionGrid) => T {
  if (x.rank < 1 || x.rank > 4)
    throw new ShapeError(`${where}: expected up to four axes, [batch, heads, queries, keys], got [${x.shape}].`);
  const shape = [...Array<number>(4 - x.rank).fill(1), ...x.shape];
  return ({ batch, heads, queries, keys }) => {
    const whole = [batch, heads, queries, keys];
    if (shape.some((size, axis) => size !== 1 && size !== whole[axis]))
      throw new ShapeError(`${where}: [${x.shape}] does not broadcast to [batch, heads, queries, keys] = [${whole}].`);
    return reshape(x, shape) as Tensor as T;
  };
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
  return new Mask(Infinity, Infinity, [{ keep: fourAxes('keepWhere', keep) }]);
}
