import type { Backend } from '@ostinato/backend';
import { at } from './extent.ts';
import type { Value } from './graph.ts';
import type { Memory } from './memory.ts';
import type { Place } from './place.ts';
import type { Prepared } from './prepared.ts';
import type { Bindings, TakenBlock } from './run.ts';

/** Where the places of a program lie in one run. */
export interface Bases {
  /** By the id of the slot. */
  readonly slots: readonly unknown[];
  /** By the id of the slot: states before or after all steps that were laid out as a stack. */
  readonly packed?: Readonly<Record<'before' | 'after', readonly unknown[]>>;
  /** Constants. */
  readonly constants: ReadonlyMap<Value, unknown>;
  /** What the caller gave. */
  readonly bindings: Bindings;
  /** Gradients of the outputs. */
  readonly outputGradients: readonly unknown[];
}

/** Puts the places of one run into the arguments of calls. */
export function bind(backend: Backend, calls: readonly Prepared[], bases: Bases): void {
  for (const call of calls) {
    for (const { index, place, offset } of call.fixed) call.args[index] = backend.at!(baseOf(place, bases), offset);
    for (const move of call.moves) move.base = backend.at!(baseOf(move.place, bases), move.offset);
    for (const move of call.locals) move.base = backend.at!(baseOf(move.place, bases), move.offset);
  }
}

function baseOf(place: Place, { slots, packed, constants, bindings, outputGradients }: Bases): unknown {
  if ('slot' in place) {
    const { slot, side } = place;
    return (side === 'here' ? undefined : packed?.[side][slot.id]) ?? slots[slot.id];
  }
  if ('constant' in place) return constants.get(place.constant);
  const { role, index } = place.input;
  if (role === 'outputGradient') return outputGradients[index];
  if (role === 'state' || role === 'stateGradient') throw new Error(`A ${role} has a slot.`);
  return bindings[role][index];
}

/** Blocks with constants, which are put into `places`. */
export function takeConstants(
  backend: Backend,
  memory: Memory,
  constants: readonly Value[],
  places: Map<Value, unknown>,
): TakenBlock[] {
  return constants.map((value) => {
    const { dtype, count, data } = value;
    const block = memory.take(dtype, at(count, 1));
    if (data !== undefined) backend.write(block.storage, dtype, data);
    places.set(value, block.storage);
    return block;
  });
}

/** The rows of the longest chunk. */
export const longestChunk = (start: Int32Array, bounds: readonly number[]): number =>
  bounds.slice(1).reduce((most, to, i) => Math.max(most, start[to]! - start[bounds[i]!]!), 0);
