import { concat, slice, type Tensor, tidy, unstack } from '@ostinato/tensor';

/** The result of a recurrent layer, as far as `lastHidden` needs it. */
interface RecurrentResult {
  readonly output: Tensor<'float32'>;
  readonly state: { readonly h: Tensor<'float32'> };
}

/** The hidden state of the top layer after each sequence's last step, `[batch, directions x size]`: what a classifier reads. */
export function lastHidden({ output, state }: RecurrentResult): Tensor<'float32'> {
  const directions = output.shape.at(-1)! / state.h.shape.at(-1)!;
  return tidy(() => concat(unstack(slice(state.h, 0, -directions)), -1));
}
