import { ArgumentError, ShapeError } from '@ostinato/base';
import { concat, slice, Tensor, tidy, unstack } from '@ostinato/tensor';
import { isPacked, type PackedSequence } from './packed-sequence.ts';

/** The result of a recurrent layer, as far as `lastHidden` needs it. */
interface RecurrentResult {
  readonly output: Tensor<'float32'> | PackedSequence;
  readonly state: { readonly h: Tensor<'float32'> };
}

/**
 * The hidden state of the top layer after each sequence's last step, `[batch, directions x size]` (without a batch axis
 * `[directions x size]`): what a classifier reads. Results of packed sequences too, in the order of the caller.
 * @throws ArgumentError, ShapeError when output and state are not those of a recurrent layer
 */
export function lastHidden(result: RecurrentResult): Tensor<'float32'> {
  const packed = isPacked(result?.output);
  const output = packed ? (result.output as PackedSequence).data : result?.output;
  const h = result?.state?.h;
  if (!(output instanceof Tensor && h instanceof Tensor)) {
    throw new ArgumentError('lastHidden: needs the result of a recurrent layer, { output, state: { h } }.', {
      code: 'ARGUMENT_TYPE',
    });
  }
  const directions = output.shape.at(-1)! / h.shape.at(-1)!;
  if (
    h.rank !== (packed ? 3 : output.rank) ||
    (directions !== 1 && directions !== 2) ||
    h.shape[0]! % directions !== 0
  ) {
    throw new ShapeError(
      `lastHidden: output [${output.shape}] and state [${h.shape}] are not those of one recurrent layer.`,
    );
  }
  return tidy(() => concat(unstack(slice(h, 0, -directions)), -1));
}
