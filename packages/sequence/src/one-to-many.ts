import { ArgumentError, checkFlags, checkInteger, checkOptions, ShapeError, typeError } from '@ostinato/base';
import { broadcastTo, concat, reshape, Tensor, tidy } from '@ostinato/tensor';
import { checkHead, checkLayer, type StepHead } from './heads.ts';
import type { SequenceLayer, SequenceOptions, SequenceResult } from './sequence-layer.ts';

/** One vector in, a sequence out. State dict: `layer.` and `head.` with their keys. */
export interface OneToMany<S> {
  /** Runs over the sequence. */
  readonly layer: SequenceLayer<S>;
  /** Turns steps into outputs. */
  readonly head: StepHead;
  /** `[batch, features]` to `[batch, steps, outputs]`. */
  forward(x: Tensor<'float32'>, options?: Pick<SequenceOptions<S>, 'state'>): SequenceResult<S>;
}

/** Options of `oneToMany`. */
export interface OneToManyOptions {
  /** Steps of the output. */
  readonly steps: number;
  /** Whether each step reads the output of the step before, the first one the vector; else every step reads the vector. Default `false`. */
  readonly feedback?: boolean;
}

/** One vector to a sequence: a caption of an image, a melody from a seed. @throws ArgumentError for a head for one vector */
export function oneToMany<S>(layer: SequenceLayer<S>, head: StepHead, options: OneToManyOptions): OneToMany<S> {
  checkLayer('oneToMany', layer);
  checkHead('oneToMany', head, true);
  checkOptions('oneToMany', options, ['steps', 'feedback']);
  const { steps, feedback = false } = options;
  checkInteger('oneToMany', 'steps', steps, { min: 1 });
  checkFlags('oneToMany', { feedback });
  if (feedback && layer.bidirectional === true)
    throw new ArgumentError(
      'oneToMany: this layer also reads backward, from outputs that are not there yet. Leave feedback out.',
    );
  return {
    layer,
    head,
    forward: (x, begin = {}) => {
      if (!(x instanceof Tensor)) throw typeError('oneToMany', 'x', 'a tensor', x);
      if (x.rank !== 2) throw new ShapeError(`oneToMany: expected x [batch, features], got [${x.shape}].`);
      checkOptions('oneToMany.forward', begin, ['state']);
      return tidy(() => (feedback ? fedBack(layer, head, x, steps, begin) : repeated(layer, head, x, steps, begin)));
    },
  };
}

/** Every step reads the vector. */
function repeated<S>(
  layer: SequenceLayer<S>,
  head: StepHead,
  x: Tensor<'float32'>,
  steps: number,
  begin: { readonly state?: S },
) {
  const [batch, features] = x.shape as [number, number];
  const result = layer.forward(broadcastTo(reshape(x, [batch, 1, features]), [batch, steps, features]), begin);
  return { ...result, output: head.forward(result.output).output };
}

/** Every step reads the output before. */
function fedBack<S>(
  layer: SequenceLayer<S>,
  head: StepHead,
  x: Tensor<'float32'>,
  steps: number,
  begin: { readonly state?: S },
) {
  const [batch, features] = x.shape as [number, number];
  const outputs: Tensor<'float32'>[] = [];
  let input = reshape(x, [batch, 1, features]);
  let from = begin;
  for (let step = 0; step < steps; step++) {
    const result = layer.forward(input, from);
    input = head.forward(result.output).output;
    if (input.shape.at(-1) !== features)
      throw new ShapeError(
        `oneToMany: with feedback the head must give ${features} features, as x has; it gave ${input.shape.at(-1)}.`,
      );
    outputs.push(input);
    from = { state: result.state };
  }
  return { output: concat(outputs, 1), state: from.state! };
}
