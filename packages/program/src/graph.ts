import { type KernelName, kernelRow } from '@ostinato/backend';
import type { DType, HostArray } from '@ostinato/base';
import type { Extent } from './extent.ts';

/**
 * A block of elements that calls write and read. Its count grows with the rows (`[batch, ...]`: a block of `perRow` elements for each
 * row) or does not (a weight).
 */
export interface Value {
  /** Unique in its graph. */
  readonly id: number;
  /** Of its elements. */
  readonly dtype: DType;
  /** How many they are. */
  readonly count: Extent;
  /** What the host wrote, for constants. */
  readonly data?: HostArray;
}

/** A value from an element on, as a call's argument. */
export interface Operand {
  /** What is read or written. */
  readonly value: Value;
  /** The element where it begins. */
  readonly offset: number;
}

/** A number of a random draw, known when the program runs. */
export interface DrawSlot {
  /** Which of the numbers. */
  readonly slot: 'key0' | 'key1' | 'draw' | 'step';
  /** Which of the step's generators. */
  readonly generator: number;
}

/** What a call passes for one argument of its kernel: a place, a whole number, or a number of a random draw. */
export type CallArgument = Operand | Extent | DrawSlot;

/**
 * How a call walks its rows. `fixed`: it has none. `rows`: row i of what it writes needs row i of what it reads only, so it runs
 * on any number of rows at once. `sum`: it sums over rows into something that has none.
 */
export type Form = 'fixed' | 'rows' | 'sum';

/** One kernel call. */
export interface Call {
  /** The kernel. */
  readonly kernel: KernelName;
  /** In the order of the kernel's arguments. */
  readonly args: readonly CallArgument[];
  /** How it walks rows. */
  readonly form: Form;
  /** Which pass it belongs to. */
  readonly pass: 'forward' | 'backward';
}

/** Whether an argument is a place. */
export const isOperand = (argument: CallArgument): argument is Operand => 'value' in argument;

/** Whether an argument is a number of a random draw. */
export const isSlot = (argument: CallArgument): argument is DrawSlot => 'slot' in argument;

/** Whether an argument is a whole number that rows may change. */
export const isExtent = (argument: CallArgument): argument is Extent => 'perRow' in argument;

/** One place that a call touches. */
export interface Touch {
  /** Position among the arguments. */
  readonly index: number;
  /** The name in the kernel table. */
  readonly name: string;
  /** What is touched. */
  readonly operand: Operand;
  /** Whether it is read. */
  readonly reads: boolean;
  /** Whether it is written. */
  readonly writes: boolean;
}

/** Every place that a call touches. Kernels whose name has `Add` read what they write. */
export function touches(call: Pick<Call, 'kernel' | 'args'>): Touch[] {
  const adds = isAdd(call.kernel);
  return kernelRow(call.kernel).args.flatMap((argument, index) => {
    const operand = call.args[index]!;
    if (!isOperand(operand)) return [];
    const { role, name } = argument;
    const writes = role !== 'in';
    return [{ index, name, operand, writes, reads: role === 'in' || role === 'state' || (role === 'out' && adds) }];
  });
}

/** Whether a kernel adds to what is there. */
export const isAdd = (kernel: KernelName): boolean => /Add(\.|$)/.test(kernel);

/** The values that a call writes. */
export const written = (call: Pick<Call, 'kernel' | 'args'>): Value[] =>
  touches(call).flatMap((t) => (t.writes ? [t.operand.value] : []));

/** The values that a call reads. */
export const read = (call: Pick<Call, 'kernel' | 'args'>): Value[] =>
  touches(call).flatMap((t) => (t.reads ? [t.operand.value] : []));

/** A call with another argument at some positions. */
export function withArguments(call: Call, changes: ReadonlyMap<number, CallArgument>): Call {
  return { ...call, args: call.args.map((argument, i) => changes.get(i) ?? argument) };
}

/** The argument of a name, if the kernel has it. */
export function argumentOf(call: Call, name: string): CallArgument | undefined {
  const index = kernelRow(call.kernel).args.findIndex((argument) => argument.name === name);
  return call.args[index];
}

/** The position of the stride that leads from one row of an operand to the next, or -1. */
export function rowStrideIndex(kernel: KernelName, operand: string): number {
  return kernelRow(kernel).args.findIndex((a) => a.role === 'stride' && a.of === operand && a.axis === 'row');
}

/** Elements from one row of an operand to the next; undefined where the kernel has no stride for it. */
export function rowStrideOf(call: Call, operand: string): number | undefined {
  const stride = call.args[rowStrideIndex(call.kernel, operand)];
  return stride !== undefined && isExtent(stride) ? stride.base : undefined;
}

/** The calls that write each value. */
export function writersOf(calls: readonly Call[]): Map<Value, Call[]> {
  const writers = new Map<Value, Call[]>();
  for (const call of calls) {
    for (const value of written(call)) {
      const list = writers.get(value);
      if (list === undefined) writers.set(value, [call]);
      else if (!list.includes(call)) list.push(call);
    }
  }
  return writers;
}
