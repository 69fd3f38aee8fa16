import { ArgumentError, typeError } from '@ostinato/base';
import type { Tensor } from '@ostinato/tensor';
import type { SequenceLayer } from './sequence-layer.ts';
import type { NoState } from './time-distributed.ts';

/** A head for one vector: `[batch, features]` to `[batch, outputs]`, such as `Linear`. */
export interface VectorHead {
  /** Heads for every step are not for one vector. */
  readonly perStep?: never;
  /** `[batch, features]` to `[batch, outputs]`. */
  forward(x: Tensor<'float32'>): Tensor<'float32'>;
}

/** A head for every step: `[batch, steps, features]` to `[batch, steps, outputs]`, such as `TimeDistributed`. */
export interface StepHead extends SequenceLayer<NoState> {
  /** Heads for one vector are not for every step: put them in a `TimeDistributed`. */
  readonly perStep: true;
}

/** Checks a layer that takes `[batch, steps, features]`. @throws ArgumentError */
export function checkLayer(where: string, layer: SequenceLayer<unknown>): void {
  if (typeof layer?.forward !== 'function') throw typeError(where, 'layer', 'a layer with a forward method', layer);
  if (layer.timeMajor === true)
    throw new ArgumentError(`${where}: needs a layer that takes [batch, steps, features]. Make it without timeMajor.`);
}

/** Checks a head for every step, or for one vector. @throws ArgumentError */
export function checkHead(where: string, head: VectorHead | StepHead, perStep: boolean): void {
  if (typeof head?.forward !== 'function') throw typeError(where, 'head', 'a head with a forward method', head);
  if ((head.perStep === true) === perStep) return;
  throw new ArgumentError(
    perStep
      ? `${where}: the head must work at every step. Put it in a TimeDistributed.`
      : `${where}: the head must take one vector, but this one works at every step. Take the module out of its TimeDistributed.`,
  );
}
