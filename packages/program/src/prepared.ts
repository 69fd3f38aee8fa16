import { type Backend, kernelRow } from '@ostinato/backend';
import { type Call, isExtent, isOperand, isSlot, type Operand } from './graph.ts';
import { isRandom } from './levels.ts';
import type { KernelCall } from './invoke.ts';
import type { Place } from './place.ts';

/**
 * What an operand moves with from step to step: the rows of a step in a stack (`start`), those of the state before and after it, in a
 * stack of states or a ring of two, or a row within the chunk or the step.
 */
export const movers = ['start', 'before', 'after', 'ringBefore', 'ringAfter', 'chunk', 'row'] as const;

/** Position in `movers`. */
type Mover = number;

/** An operand whose place changes. */
interface Move {
  /** Among the arguments. */
  readonly index: number;
  /** What it moves with. */
  readonly mover: Mover;
  /** Bytes from one row to the next. */
  readonly bytes: number;
  /** Where its value lies. */
  readonly place: Place;
  /** Bytes from the start of the value. */
  readonly offset: number;
  /** Its place at row 0 in this run. */
  base: unknown;
}

/** A call ready to run: its arguments, and which of them change. */
export interface Prepared {
  /** What it was made of. */
  readonly call: Call;
  /** The backend's kernel; fetched anew for each run. */
  run: KernelCall;
  /** As they are passed. */
  readonly args: unknown[];
  /** Operands that move from step to step. */
  readonly moves: readonly Move[];
  /** Operands that move within a step or a chunk, which matters where a call is divided. */
  readonly locals: readonly Move[];
  /** Operands that stay. */
  readonly fixed: readonly { readonly index: number; readonly place: Place; readonly offset: number }[];
  /** Numbers that grow with the rows. */
  readonly growing: readonly { readonly index: number; readonly base: number; readonly perRow: number }[];
  /** Numbers of random draws. */
  readonly draws: readonly { readonly index: number; readonly slot: string; readonly generator: number }[];
  /** Where the step and the first element are passed, for random draws. */
  readonly random: { readonly step: number; readonly first: number; readonly elements: number } | undefined;
  /** Whether it gives the position of a bad index. */
  readonly checks: boolean;
  /** The rows that `args` are set to. */
  rows: number;
  /** Milliseconds it took in all, when profiled. */
  time: number;
}

/** Prepares a call; `placeOf` gives the place of an operand's value. */
export function prepare(call: Call, backend: Backend, placeOf: (operand: Operand) => Place): Prepared {
  const { args: roles, returns } = kernelRow(call.kernel);
  const moves: Move[] = [];
  const locals: Move[] = [];
  const fixed: { index: number; place: Place; offset: number }[] = [];
  const growing: { index: number; base: number; perRow: number }[] = [];
  const draws: { index: number; slot: string; generator: number }[] = [];
  const args = call.args.map((argument, index): unknown => {
    if (isExtent(argument)) {
      if (argument.perRow !== 0) growing.push({ index, ...argument });
      return argument.base;
    }
    if (isSlot(argument)) {
      draws.push({ index, ...argument });
      return 0;
    }
    if (!isOperand(argument)) return 0;
    const { value } = argument;
    const elementBytes = backend.elementBytes(value.dtype);
    const at = { index, place: placeOf(argument), offset: argument.offset * elementBytes };
    const mover = moverOf(at.place);
    if (mover === undefined || value.count.perRow === 0) fixed.push(at);
    else {
      const bytes = value.count.perRow * elementBytes;
      (mover < movers.indexOf('chunk') ? moves : locals).push({ ...at, mover, bytes, base: undefined });
    }
    return 0;
  });
  const place = (name: string): number => roles.findIndex((role) => role.name === name);
  const random = isRandom(call)
    ? { step: place('step'), first: place('first'), elements: (call.args[0] as Operand).value.count.perRow }
    : undefined;
  const run: KernelCall = () => {};
  const checks = returns === 'position';
  return { call, run, args, moves, locals, fixed, growing, draws, random, checks, rows: -1, time: 0 };
}

/** What an operand of a place moves with; undefined for what has no rows. */
function moverOf(place: Place): Mover | undefined {
  if ('constant' in place) return undefined;
  if ('input' in place) {
    const { role } = place.input;
    if (role === 'x' || role === 'outputGradient') return movers.indexOf('start');
    return role === 'given' ? movers.indexOf('row') : undefined;
  }
  const { slot, side } = place;
  if (slot.span === 'stack') return movers.indexOf('start');
  if (slot.span === 'states') return movers.indexOf(side === 'before' ? 'before' : 'after');
  if (slot.span === 'ring') return movers.indexOf(side === 'before' ? 'ringBefore' : 'ringAfter');
  if (slot.span === 'single') return undefined;
  return movers.indexOf(slot.span === 'chunk' ? 'chunk' : 'row');
}
