import { typeError } from '@ostinato/base';
import { type Tensor, tidy } from '@ostinato/tensor';
import { checkHead, type VectorHead } from './heads.ts';
import type { EncodeResult, SequenceEncoder, SequenceOptions } from './sequence-layer.ts';

/** A sequence in, one vector out. State dict: `encoder.` and `head.` with their keys. */
export interface ManyToOne<S> {
  /** Turns sequences into vectors. */
  readonly encoder: SequenceEncoder<S>;
  /** Turns vectors into outputs. */
  readonly head: VectorHead;
  /** `[batch, steps, features]` to `[batch, outputs]` and the encoder's state. */
  forward(input: Tensor<'float32'>, options?: SequenceOptions<S>): EncodeResult<S>;
}

/** A sequence to one vector: sentiment, forecasting, a name of a language. @throws ArgumentError for a head for every step */
export function manyToOne<S>(encoder: SequenceEncoder<S>, head: VectorHead): ManyToOne<S> {
  if (typeof encoder?.encode !== 'function')
    throw typeError('manyToOne', 'encoder', 'an encoder with an encode method, such as Pooled', encoder);
  checkHead('manyToOne', head, false);
  return {
    encoder,
    head,
    forward: (input, options) =>
      tidy(() => {
        const result = encoder.encode(input, options);
        return { ...result, output: head.forward(result.output) };
      }),
  };
}
