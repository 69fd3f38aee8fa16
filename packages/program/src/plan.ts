import type { Backend } from '@ostinato/backend';
import { type Loop, loopOf } from './divide.ts';
import { type Operand, touches, type Value } from './graph.ts';
import type { ResultRole } from './loop-graph.ts';
import { backwardParts, forwardParts, type PartName, partNames } from './parts.ts';
import type { Place, Placed, Region, Slot } from './place.ts';
import { type Prepared, prepare } from './prepared.ts';

/** Parts behind the loop back: they see the rows of all steps. */
export const behindLoop: readonly PartName[] = ['rowsBack', 'sums', 'finish'];

/** A program made ready for a backend: all that is known before the first run. */
export interface Plan {
  readonly backend: Backend;
  readonly placed: Placed;
  readonly calls: Readonly<Record<PartName, readonly Prepared[]>>;
  /** What runs at every step. */
  readonly loops: Readonly<Record<'body' | 'bodyBack', Loop>>;
  /** Constants of the forward and of the backward pass. */
  readonly constants: Readonly<Record<'forward' | 'backward', readonly Value[]>>;
  /** States that calls behind the loop read. */
  readonly statesBehind: readonly { readonly slot: Slot; readonly side: 'before' | 'after' }[];
  /** The slots of the states, in order. */
  readonly states: readonly Slot[];
  /** Blocks of their own: outputs that the backward pass needs, other outputs, and gradients. */
  readonly owned: Readonly<Record<'saved' | 'output' | 'gradient', readonly Slot[]>>;
  /** The slots of the other results, by index. */
  readonly results: Readonly<
    Record<'output' | 'fixedGradient' | 'givenGradient' | 'xGradient', readonly (Slot | undefined)[]>
  >;
  /** Bytes for each row of a chunk, by region. */
  readonly chunkBytes: Readonly<Record<'scratch' | 'scratchBack', number>>;
}

/** Makes a program ready. */
export function planOf(placed: Placed, backend: Backend): Plan {
  const { calls, places } = placed;
  const placeOf = ({ value }: Operand): Place => places.get(value)!;
  const prepared = Object.fromEntries(
    partNames.map((name) => [name, calls[name].map((call) => prepare(call, backend, placeOf))] as const),
  );
  return {
    backend,
    placed,
    calls: prepared as unknown as Plan['calls'],
    loops: { body: loopOf(prepared.body!), bodyBack: loopOf(prepared.bodyBack!) },
    constants: { forward: constantsOf(placed, forwardParts), backward: constantsOf(placed, backwardParts) },
    statesBehind: statesBehind(placed),
    states: slotsOf(placed, 'nextState') as Slot[],
    owned: {
      saved: placed.slots.filter((slot) => slot.region === 'output' && slot.saved),
      output: placed.slots.filter((slot) => slot.region === 'output' && !slot.saved),
      gradient: placed.slots.filter(({ region }) => region === 'gradient'),
    },
    results: {
      output: slotsOf(placed, 'output'),
      fixedGradient: slotsOf(placed, 'fixedGradient'),
      givenGradient: slotsOf(placed, 'givenGradient'),
      xGradient: slotsOf(placed, 'xGradient'),
    },
    chunkBytes: {
      scratch: chunkBytes(backend, placed, 'scratch'),
      scratchBack: chunkBytes(backend, placed, 'scratchBack'),
    },
  };
}

/** The slots of the results of a role, by index. */
function slotsOf({ results, places }: Placed, role: ResultRole): (Slot | undefined)[] {
  const slots: (Slot | undefined)[] = [];
  for (const result of results) {
    const where = places.get(result.operand.value);
    if (result.role === role && where !== undefined && 'slot' in where) slots[result.index] = where.slot;
  }
  return slots;
}

function constantsOf({ calls, places }: Placed, parts: readonly PartName[]): Value[] {
  const found = new Set<Value>();
  for (const { operand } of parts.flatMap((part) => calls[part].flatMap(touches))) {
    const where = places.get(operand.value);
    if (where !== undefined && 'constant' in where) found.add(operand.value);
  }
  return [...found];
}

function statesBehind({ calls, places }: Placed): { slot: Slot; side: 'before' | 'after' }[] {
  const found: { slot: Slot; side: 'before' | 'after' }[] = [];
  for (const { operand } of behindLoop.flatMap((part) => calls[part].flatMap(touches))) {
    const where = places.get(operand.value);
    if (where === undefined || !('slot' in where) || where.side === 'here') continue;
    const { slot, side } = where;
    if (!found.some((other) => other.slot === slot && other.side === side)) found.push({ slot, side });
  }
  return found;
}

const chunkBytes = (backend: Backend, { slots }: Placed, region: Region): number =>
  slots
    .filter((slot) => slot.span === 'chunk' && slot.region === region)
    .reduce((sum, { count, dtype }) => sum + count.perRow * backend.elementBytes(dtype), 0);
