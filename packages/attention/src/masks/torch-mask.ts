import { DTypeError, ShapeError, typeError } from '@ostinato/base';
import { logicalNot, reshape, Tensor } from '@ostinato/tensor';
import { and } from './combine.ts';
import { keepWhere } from './keep-where.ts';
import { type AttentionGrid, Mask } from './mask.ts';
import { scoreBias } from './score-bias.ts';

/**
 * The masks of torch's `nn.MultiheadAttention` as one of ours, where true is masked out: `attn_mask`, bool or, added to the scores, float,
 * `[queries, keys]` or `[batch x heads, queries, keys]`; `key_padding_mask [batch, keys]`. Either may be left out.
 * @throws ArgumentError, DTypeError, ShapeError
 */
export function torchMask(attentionMask?: Tensor<'bool'> | Tensor<'float32'>, keyPaddingMask?: Tensor<'bool'>): Mask {
  return and(
    ...(attentionMask === undefined ? [] : [fromAttention(attentionMask)]),
    ...(keyPaddingMask === undefined ? [] : [fromPadding(keyPaddingMask)]),
  );
}

function fromAttention(mask: Tensor<'bool'> | Tensor<'float32'>): Mask {
  if (!(mask instanceof Tensor)) throw typeError('torchMask', 'attentionMask', 'a tensor', mask);
  if (mask.rank !== 2 && mask.rank !== 3)
    throw new ShapeError(`torchMask: expected [queries, keys] or [batch x heads, queries, keys], got [${mask.shape}].`);
  if (mask.dtype === 'bool') {
    const keep = logicalNot(mask as Tensor<'bool'>);
    if (mask.rank === 2) return keepWhere(keep);
    return new Mask(Infinity, Infinity, [{ keep: (grid) => byHead(keep, grid) }]);
  }
  if (mask.rank === 2) return scoreBias(mask as Tensor<'float32'>);
  return new Mask(Infinity, Infinity, [{ bias: (grid) => byHead(mask as Tensor<'float32'>, grid) }]);
}

/** `[batch x heads, queries, keys]` with an axis for each. @throws ShapeError for another grid */
function byHead<T extends Tensor>(mask: T, { batch, heads, queries, keys }: AttentionGrid): T {
  const wanted = [batch * heads, queries, keys];
  if (mask.shape.join() !== wanted.join())
    throw new ShapeError(
      `torchMask: attentionMask must be [batch x heads, queries, keys] = [${wanted}], got [${mask.shape}].`,
    );
  return reshape(mask, [batch, heads, queries, keys]) as Tensor as T;
}

function fromPadding(mask: Tensor<'bool'>): Mask {
  if (!(mask instanceof Tensor)) throw typeError('torchMask', 'keyPaddingMask', 'a bool tensor', mask);
  if ((mask as Tensor).dtype !== 'bool')
    throw new DTypeError(`torchMask: keyPaddingMask must be bool, got ${mask.dtype}.`);
  if (mask.rank !== 2) throw new ShapeError(`torchMask: expected keyPaddingMask [batch, keys], got [${mask.shape}].`);
  return keepWhere(reshape(logicalNot(mask), [mask.shape[0]!, 1, 1, mask.shape[1]!]));
}
