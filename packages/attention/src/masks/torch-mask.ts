import { DTypeError, ShapeError, typeError } from '@ostinato/base';
import { logicalNot, reshape, Tensor } from '@ostinato/tensor';
import { and } from './combine.ts';
import { keepWhere } from './keep-where.ts';
import { Mask } from './mask.ts';
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
  const [queries, keys] = mask.shape.slice(-2) as [number, number];
  const byHead = (heads: number) => [mask.rank === 2 ? 1 : -1, mask.rank === 2 ? 1 : heads, queries, keys];
  if (mask.dtype === 'bool') {
    const keep = logicalNot(mask as Tensor<'bool'>);
    if (mask.rank === 2) return keepWhere(keep);
    return new Mask(Infinity, Infinity, [{ keep: ({ heads }) => reshape(keep, byHead(heads)) }]);
  }
  if (mask.rank === 2) return scoreBias(mask as Tensor<'float32'>);
  return new Mask(Infinity, Infinity, [{ bias: ({ heads }) => reshape(mask as Tensor<'float32'>, byHead(heads)) }]);
}

function fromPadding(mask: Tensor<'bool'>): Mask {
  if (!(mask instanceof Tensor)) throw typeError('torchMask', 'keyPaddingMask', 'a bool tensor', mask);
  if ((mask as Tensor).dtype !== 'bool')
    throw new DTypeError(`torchMask: keyPaddingMask must be bool, got ${mask.dtype}.`);
  if (mask.rank !== 2) throw new ShapeError(`torchMask: expected keyPaddingMask [batch, keys], got [${mask.shape}].`);
  return keepWhere(reshape(logicalNot(mask), [mask.shape[0]!, 1, 1, mask.shape[1]!]));
}
