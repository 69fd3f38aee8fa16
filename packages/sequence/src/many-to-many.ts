import { StateError } from '@ostinato/base';
import { tidy } from '@ostinato/tensor';
import { checkHead, checkLayer, type StepHead } from './heads.ts';
import type { SequenceLayer } from './sequence-layer.ts';

/** A sequence in, an output for each of its steps. State dict: `layer.` and `head.` with their keys. */
export interface ManyToMany<S> extends SequenceLayer<S> {
  /** Runs over the sequence. */
  readonly layer: SequenceLayer<S>;
  /** Turns steps into outputs. */
  readonly head: StepHead;
}

/** A sequence to one of the same length: tags of words, labels of frames. Its result is a layer. @throws ArgumentError for a head for one vector */
export function manyToMany<S>(layer: SequenceLayer<S>, head: StepHead): ManyToMany<S> {
  checkLayer('manyToMany', layer);
  checkHead('manyToMany', head, true);
  return {
    layer,
    head,
    inputSize: layer.inputSize,
    bidirectional: layer.bidirectional === true,
    forward: (input, options = {}) =>
      tidy(() => {
        const { lengths, mask } = options;
        const result = layer.forward(input, options);
        const { output } = head.forward(result.output, { ...(lengths && { lengths }), ...(mask && { mask }) });
        return { ...result, output };
      }),
  };
}

/** What names the cure in the error of the type checker, too. */
export type UseSeq2Seq = 'inputs and outputs of different lengths need an encoder and a decoder: see @ostinato/seq2seq';

/**
 * A sequence to one of another length, such as a translation, is no layer with a head: it takes an encoder and a decoder, which
 * `@ostinato/seq2seq` has.
 * @throws StateError always
 */
export function manyToManyUnaligned(_why: UseSeq2Seq, ..._parts: readonly unknown[]): never {
  throw new StateError(
    'manyToManyUnaligned: inputs and outputs of different lengths need an encoder and a decoder. Use @ostinato/seq2seq; for an output at each step use manyToMany.',
  );
}
