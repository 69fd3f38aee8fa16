import { DTypeError, ShapeError, typeError } from '@ostinato/base';
import { indexSelect, reshape, tensor, Tensor, tidy, where } from '@ostinato/tensor';

/**
 * Repeats the last output before each padded step, as Keras does, instead of zeros: `output [batch, steps, features]`,
 * `mask [batch, steps]`, true = keep. Steps before a sequence's first real one stay zero.
 * @throws ArgumentError, DTypeError, ShapeError
 */
export function heldOutput(output: Tensor<'float32'>, mask: Tensor<'bool'>): Tensor<'float32'> {
  if (!(output instanceof Tensor)) throw typeError('heldOutput', 'output', 'a tensor', output);
  if (!(mask instanceof Tensor)) throw typeError('heldOutput', 'mask', 'a tensor', mask);
  if ((mask as Tensor).dtype !== 'bool')
    throw new DTypeError(`heldOutput: mask must be bool, got ${mask.dtype}. Compare, as in notEqual(mask, 0).`);
  const [batch, steps, features] = output.shape as [number, number, number];
  if (output.rank !== 3 || mask.shape.join() !== `${batch},${steps}`) {
    throw new ShapeError(`heldOutput: output [${output.shape}] needs a mask [batch, steps], got [${mask.shape}].`);
  }
  const keep = mask.dataSync();
  const source = new Int32Array(batch * steps);
  const reached = new Uint8Array(batch * steps);
  for (let at = 0; at < source.length; at++) {
    const first = at % steps === 0;
    source[at] = keep[at] === 1 || first ? at : source[at - 1]!;
    reached[at] = keep[at] === 1 || (!first && reached[at - 1] === 1) ? 1 : 0;
  }
  const { backend } = output;
  return tidy(() => {
    const held = indexSelect(
      reshape(output, [batch * steps, features]),
      tensor(source, [batch * steps], { dtype: 'int32', backend }),
    );
    const known = tensor(reached, [batch * steps, 1], { dtype: 'bool', backend });
    return reshape(where(known, held, 0), [batch, steps, features]);
  });
}
