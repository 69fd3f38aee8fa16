import { DTypeError, typeError } from '@ostinato/base';
import { Tensor } from '@ostinato/tensor';
import { fourAxes } from './keep-where.ts';
import { Mask } from './mask.ts';

/**
 * Numbers that are added to the scores, broadcasting to `[batch, heads, queries, keys]`; -Infinity hides a key. Gradients reach them.
 * @throws ArgumentError, DTypeError, ShapeError
 */
export function scoreBias(bias: Tensor<'float32'>): Mask {
  if (!(bias instanceof Tensor)) throw typeError('scoreBias', 'bias', 'a float tensor', bias);
  if ((bias as Tensor).dtype !== 'float32')
    throw new DTypeError(`scoreBias: bias must be float32, got ${bias.dtype}. A bool tensor is a mask by keepWhere.`);
  return new Mask(Infinity, Infinity, [{ bias: fourAxes('scoreBias', bias) }]);
}
