import { ShapeError, typeError } from '@ostinato/base';
import { logicalNot, reshape, Tensor } from '@ostinato/tensor';
import { keepWhere } from './keep-where.ts';
import { Mask } from './mask.ts';
import { scoreBias } from './score-bias.ts';

/**
 * torch's `attn_mask` of `nn.MultiheadAttention` as a mask: bool, true = masked out, or float, added to the scores; `[queries, keys]` or
 * `[batch x heads, queries, keys]`.
 * @throws ArgumentError, DTypeError, ShapeError
 */
export function torchMask(mask: Tensor<'bool'> | Tensor<'float32'>): Mask {
  if (!(mask instanceof Tensor)) throw typeError('torchMask', 'mask', 'a tensor', mask);
  if (mask.rank !== 2 && mask.rank !== 3)
    throw new ShapeError(`torchMask: expected [queries, keys] or [batch x heads, queries, keys], got [${mask.shape}].`);
  const make = (): Mask =>
    mask.dtype === 'bool' ? keepWhere(logicalNot(mask as Tensor<'bool'>)) : scoreBias(mask as Tensor<'float32'>);
  if (mask.rank === 2) return make();
  const [, queries, keys] = mask.shape as [number, number, number];
  return new Mask(
    Infinity,
    Infinity,
    [make().terms[0]!].map(({ keep, bias }) => ({
      ...(keep && { keep: (grid) => reshape(keep(grid), [-1, grid.heads, queries, keys]) }),
      ...(bias && { bias: (grid) => reshape(bias(grid), [-1, grid.heads, queries, keys]) }),
    })),
  );
}

/** torch's `key_padding_mask` `[batch, keys]` as a mask: true = masked out. @throws ArgumentError, DTypeError, ShapeError */
export function torchPaddingMask(mask: Tensor<'bool'>): Mask {
  if (!(mask instanceof Tensor)) throw typeError('torchPaddingMask', 'mask', 'a tensor', mask);
  if (mask.rank !== 2) throw new ShapeError(`torchPaddingMask: expected [batch, keys], got [${mask.shape}].`);
  return keepWhere(reshape(logicalNot(mask), [mask.shape[0]!, 1, 1, mask.shape[1]!]));
}
