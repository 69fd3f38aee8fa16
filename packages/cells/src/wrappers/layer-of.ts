import { ArgumentError, typeError } from '@ostinato/base';
import type { SequenceLayer } from '@ostinato/sequence';
import type { Cell, StateTree } from '../cell.ts';
import { unroll } from './unroll.ts';

/** What wrappers of layers take: a sequence layer, or a cell, which is unrolled. */
export type LayerOrCell = SequenceLayer<unknown> | Cell<StateTree>;

/** The state of a layer or a cell. */
export type StateOf<L extends LayerOrCell> = L extends SequenceLayer<infer S> ? S : L extends Cell<infer S> ? S : never;

/** A layer for what a wrapper was given. @throws ArgumentError when it is neither a layer nor a cell, or a layer that is time-major */
export function layerOf<L extends LayerOrCell>(where: string, name: string, given: L): SequenceLayer<StateOf<L>> {
  if (typeof (given as SequenceLayer<unknown>)?.forward === 'function') {
    if ((given as SequenceLayer<unknown>).timeMajor !== true) return given as SequenceLayer<StateOf<L>>;
    throw new ArgumentError(
      `${where}: ${name} takes [steps, batch, features], but wrappers hand on [batch, steps, features]. Make it without timeMajor.`,
    );
  }
  if (typeof (given as Cell<StateTree>)?.step !== 'function')
    throw typeError(where, name, 'a sequence layer or a cell', given);
  return unroll(given as Cell<StateTree>) as unknown as SequenceLayer<StateOf<L>>;
}

/** The size of a layer that a wrapper needs to know. @throws ArgumentError when the layer does not tell */
export function sizeOf(where: string, layer: SequenceLayer<unknown>, name: 'inputSize' | 'outputSize'): number {
  const size = layer[name];
  if (size !== undefined) return size;
  throw new ArgumentError(`${where}: the layer must say its ${name}.`);
}

/** A trace with its names behind a prefix: `layers.0.inputGate`. */
export function prefixed<T>(prefix: string, trace: Readonly<Record<string, T>> | undefined): Record<string, T> {
  return Object.fromEntries(Object.entries(trace ?? {}).map(([name, value]) => [`${prefix}.${name}`, value]));
}
