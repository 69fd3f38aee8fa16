import { kernelRow } from '@ostinato/backend';
import type { DType } from '@ostinato/base';
import { type Columns, columnsOf, overlap } from './columns.ts';
import type { Extent } from './extent.ts';
import { copyCall } from './fresh.ts';
import { argumentOf, type Call, isExtent, rowStrideOf, type Touch, touches, type Value } from './graph.ts';
import type { GraphInput } from './loop-graph.ts';
import { forwardParts, type PartName, partNames, type Parts } from './parts.ts';

/**
 * How much of a slot there is. `single`: what has no rows. `batch`: a row for each sequence. `step`: the rows of one step, written anew
 * at each. `chunk`: the rows of some steps. `stack`: the rows of all steps. `states`: a stack with the rows of one step more, which is
 * how the state before and after each step lie in one place. `ring`: two steps, of which one is read and one written.
 */
export type Span = 'single' | 'batch' | 'step' | 'chunk' | 'stack' | 'states' | 'ring';

/**
 * Who owns the memory of a slot. `scratch`: the forward pass while it runs; `scratchBack`: the backward pass. `saved`: the
 * forward pass for the backward pass. `output`, `gradient`: what leaves the forward and the backward pass; each such slot is a block of
 * its own.
 */
export type Region = 'scratch' | 'scratchBack' | 'saved' | 'output' | 'gradient';

/** Memory that values take turns in. */
export interface Slot {
  /** Position among the slots of its program. */
  readonly id: number;
  /** Who owns it. */
  readonly region: Region;
  /** How many rows it has. */
  readonly span: Span;
  /** Of its elements. */
  readonly dtype: DType;
  /** Elements, or elements for each row. */
  readonly count: Extent;
  /** Whether the backward pass reads what the forward pass wrote. */
  saved: boolean;
}

/** Where a value lies: in a slot, or in a tensor that the program is given. */
export type Place =
  | {
      /** The slot. */
      readonly slot: Slot;
      /** For states: the one before the step or after it. */
      readonly side: 'here' | 'before' | 'after';
    }
  | {
      /** Which tensor. */
      readonly input: GraphInput;
    }
  | {
      /** A constant. */
      readonly constant: Value;
    };

/** A program whose values have places. */
export interface Placed extends Parts {
  /** By value. */
  readonly places: ReadonlyMap<Value, Place>;
  /** All slots. */
  readonly slots: readonly Slot[];
  /** Slots of gradients of the state that steps hand to each other, by the index of the state. */
  readonly carriers: ReadonlyMap<number, Slot>;
}

const isForward = (part: PartName): boolean => (forwardParts as readonly PartName[]).includes(part);

/** When a value lives: from the first to the last touch, counted through all parts, and the parts that touch it. */
interface Life {
  readonly value: Value;
  /** Every touch: when, and of which elements of a row. */
  readonly touches: { readonly at: number; readonly columns: Columns }[];
  readonly first: number;
  last: number;
  readonly parts: Set<PartName>;
  readonly writtenIn: Set<PartName>;
}

const partLength = 1e6;

/** Gives every value a place; values that are never needed at the same time share one. */
export function place(parts: Parts, inputs: readonly GraphInput[]): Placed {
  const carriers = new Map<number, Slot>();
  const places = new Map<Value, Place>();
  const slots: Slot[] = [];
  const taken = new Map<Slot, Life[]>();
  const open = (made: Omit<Slot, 'id'>): Slot => {
    const slot = { ...made, id: slots.length };
    slots.push(slot);
    return slot;
  };
  for (const input of inputs) places.set(input.value, { input });
  placeStates();
  const calls = placeCarriers();
  const lives = livesOf({ ...parts, calls });
  placeResults();
  // What stays comes first: what comes and goes may then use its place before and after.
  const order = [...lives.values()].sort((a, b) => Number(regionOf(b) === 'saved') - Number(regionOf(a) === 'saved'));
  for (const life of order) if (!places.has(life.value)) placeLife(life);
  markSaved();
  return { ...parts, calls, places, slots, carriers };

  function placeStates(): void {
    const touched = livesOf(parts);
    for (const { role, index, operand } of parts.results) {
      if (role !== 'nextState') continue;
      const before = inputs.find((input) => input.role === 'state' && input.index === index)!.value;
      const isOutput = parts.results.some((other) => other.role === 'output' && other.operand.value === operand.value);
      const back = [before, operand.value].some((value) => isBackward(touched.get(value)?.parts));
      const kept = isOutput || back;
      const slot = open({
        region: isOutput ? 'output' : back ? 'saved' : 'scratch',
        span: kept ? 'states' : 'ring',
        dtype: operand.value.dtype,
        count: operand.value.count,
        saved: false,
      });
      places.set(before, { slot, side: 'before' });
      places.set(operand.value, { slot, side: 'after' });
    }
  }

  /** Gradients of states: each in a carrier that a step reads, and writes when nothing of the step reads it any more. */
  function placeCarriers(): Parts['calls'] {
    const copies: Call[] = [];
    const touched = livesOf(parts);
    for (const { role, index, value } of inputs) {
      if (role !== 'stateGradient') continue;
      const slot = open({ region: 'gradient', span: 'batch', dtype: value.dtype, count: value.count, saved: false });
      carriers.set(index, slot);
      places.set(value, { slot, side: 'here' });
      const result = parts.results.find((r) => r.role === 'stateGradient' && r.index === index);
      if (result === undefined) continue;
      const next = result.operand.value;
      const life = touched.get(next)!;
      const carrier = touched.get(value);
      if (onlyIn(life, 'bodyBack') && !places.has(next) && (carrier === undefined || carrier.last < life.first)) {
        places.set(next, { slot, side: 'here' });
      } else copies.push(copyCall({ value, offset: 0 }, result.operand, value.count, 'backward'));
    }
    return { ...parts.calls, bodyBack: [...parts.calls.bodyBack, ...copies] };
  }

  function placeResults(): void {
    for (const { role, operand } of parts.results) {
      const { value } = operand;
      if (places.has(value) || role === 'stateGradient') continue;
      const span = role === 'output' || role === 'xGradient' ? 'stack' : value.count.perRow > 0 ? 'batch' : 'single';
      const region = role === 'output' ? 'output' : 'gradient';
      places.set(value, {
        slot: open({ region, span, dtype: value.dtype, count: value.count, saved: false }),
        side: 'here',
      });
    }
  }

  function placeLife(life: Life): void {
    const { value } = life;
    if (life.writtenIn.size === 0) {
      places.set(value, { constant: value });
      return;
    }
    const span = spanOf(
      life,
      parts.accumulators.some(({ total }) => total === value),
    );
    const region = regionOf(life);
    const turns = span !== 'single' && span !== 'batch';
    const slot = turns ? slots.find((each) => fits(each, life, span, region)) : undefined;
    const chosen = slot ?? open({ region, span, dtype: value.dtype, count: value.count, saved: false });
    taken.set(chosen, [...(taken.get(chosen) ?? []), life]);
    places.set(value, { slot: chosen, side: 'here' });
  }

  /** Whether a slot has the right size and nobody in it while a value lives. */
  function fits(slot: Slot, life: Life, span: Span, region: Region): boolean {
    const { value } = life;
    const others = taken.get(slot);
    const sameSize = slot.count.perRow === value.count.perRow && slot.count.base === value.count.base;
    const sameRegion = slot.region === region || slot.region === 'saved';
    if (others === undefined || slot.span !== span || slot.dtype !== value.dtype || !sameSize || !sameRegion)
      return false;
    return others.every((other) => precedes(other, life) || precedes(life, other));
  }

  /** Whether no element of a row is touched as part of `before` when it already is one of `after`. */
  function precedes(before: Life, after: Life): boolean {
    if (before.last < after.first) return true;
    return after.touches.every((late) =>
      before.touches.every(
        (early) =>
          early.at < late.at || !overlap(early.columns, late.columns) || mayOverwrite(early.at, late.at, before, after),
      ),
    );
  }

  /** Whether one call touches both, and may write the later one where it reads the earlier one. */
  function mayOverwrite(early: number, late: number, before: Life, after: Life): boolean {
    if (early !== late) return false;
    const call = calls[partNames[Math.floor(late / partLength)]!][late % partLength]!;
    return canOverwrite(call, before.value, after.value);
  }

  function markSaved(): void {
    for (const life of lives.values()) {
      const where = places.get(life.value);
      if (where === undefined || !('slot' in where)) continue;
      const forward = [...life.writtenIn].some(isForward) || where.side !== 'here';
      if (forward && isBackward(life.parts)) where.slot.saved = true;
    }
  }
}

const isBackward = (parts: ReadonlySet<PartName> | undefined): boolean =>
  parts !== undefined && [...parts].some((part) => !isForward(part));

const onlyIn = ({ parts }: Life, part: PartName): boolean => parts.size === 1 && parts.has(part);

function livesOf({ calls }: Pick<Parts, 'calls'>): Map<Value, Life> {
  const lives = new Map<Value, Life>();
  for (const [p, part] of partNames.entries()) {
    for (const [i, call] of calls[part].entries()) {
      for (const touch of touches(call)) {
        const { operand, writes } = touch;
        const at = p * partLength + i;
        const { value } = operand;
        let life = lives.get(value);
        if (life === undefined)
          lives.set(
            value,
            (life = { value, touches: [], first: at, last: at, parts: new Set(), writtenIn: new Set() }),
          );
        life.last = at;
        life.touches.push({ at, columns: columnsOf(call, touch) });
        life.parts.add(part);
        if (writes) life.writtenIn.add(part);
      }
    }
  }
  return lives;
}

const wholeParts: readonly PartName[] = ['once', 'onceBack', 'sums', 'finish'];

function spanOf(life: Life, isTotal: boolean): Span {
  // What the loop adds up has no rows, or those of the batch.
  const whole = isTotal || [...life.writtenIn].some((part) => wholeParts.includes(part));
  if (whole) return life.value.count.perRow > 0 ? 'batch' : 'single';
  if (onlyIn(life, 'body') || onlyIn(life, 'bodyBack')) return 'step';
  if (onlyIn(life, 'rows') || onlyIn(life, 'rowsBack')) return 'chunk';
  return 'stack';
}

function regionOf({ parts }: Life): Region {
  if (![...parts].some(isForward)) return 'scratchBack';
  return isBackward(parts) ? 'saved' : 'scratch';
}

/** Whether a call may write a value to where it reads another: the same elements, and a kernel that allows it. */
function canOverwrite(call: Call, before: Value, after: Value): boolean {
  const all = touches(call);
  const outs = all.filter(({ operand }) => operand.value === after);
  const ins = all.filter(({ operand }) => operand.value === before);
  const [out] = outs;
  if (out === undefined || outs.length > 1) return false;
  return ins.every((touch) => kernelRow(call.kernel).inPlace.includes(touch.name) && sameWalk(call, out, touch));
}

/** Whether two operands of a call are walked alike. */
function sameWalk(call: Call, a: Touch, b: Touch): boolean {
  const sameStride = rowStrideOf(call, a.name) === rowStrideOf(call, b.name);
  const column = argumentOf(call, `${b.name}Column`);
  const walksColumns = column === undefined || !isExtent(column) || column.base === 1;
  return a.operand.offset === b.operand.offset && sameStride && walksColumns;
}
