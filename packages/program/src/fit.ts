import { kernelRow } from '@ostinato/backend';
import { constant, type Extent, fitExtent } from './extent.ts';
import type { CallArgument, DrawSlot, Operand, Value } from './graph.ts';
import type { Ghost, GhostBlock, RecordedCall, Recorder } from './recorder.ts';

/** One run of a step on a recorder. */
export interface Recording {
  /** Where it ran. */
  readonly recorder: Recorder;
  /** The rows it ran with. */
  readonly rows: number;
}

/** A call whose numbers are known for any number of rows. */
export interface FittedCall {
  /** As in the table. */
  readonly kernel: RecordedCall['kernel'];
  /** In the order of the kernel's arguments. */
  readonly args: readonly CallArgument[];
}

/** What two recordings have in common. */
export interface Fitted {
  /** Values by the id of their blocks. */
  readonly values: readonly Value[];
  /** In the order they ran. */
  readonly calls: readonly FittedCall[];
}

const slots: readonly string[] = ['key0', 'key1', 'draw', 'step'];

/**
 * Puts two recordings of one step, made with different numbers of rows, together: every count and every number of a call becomes
 * `base + perRow x rows`. Where they differ in more than that the answer says how.
 */
export function fit(a: Recording, b: Recording): Fitted | string {
  const [first, second] = [a.recorder, b.recorder];
  if (first.blocks.length !== second.blocks.length) return 'the number of values depends on the batch size';
  if (first.calls.length !== second.calls.length) return 'the number of calls depends on the batch size';
  const extent = (x: number, y: number): Extent | undefined => fitExtent(x, y, a.rows, b.rows);
  const values: Value[] = [];
  for (const [id, block] of first.blocks.entries()) {
    const value = fitBlock(block, second.blocks[id]!, extent);
    if (value === undefined) return `value ${id} is made in a way that depends on the batch size`;
    values.push(value);
  }
  const calls: FittedCall[] = [];
  for (const [i, call] of first.calls.entries()) {
    const fitted = fitCall(call, second.calls[i]!, values, extent, (dtype) => first.elementBytes(dtype));
    if (typeof fitted === 'string') return fitted;
    calls.push(fitted);
  }
  return { values, calls };
}

type FitNumber = (a: number, b: number) => Extent | undefined;

function fitBlock(a: GhostBlock, b: GhostBlock, extent: FitNumber): Value | undefined {
  const count = extent(a.count, b.count);
  const sameData = a.data === undefined ? b.data === undefined : b.data?.join() === a.data.join();
  if (count === undefined || a.dtype !== b.dtype || !sameData) return undefined;
  return { id: a.id, dtype: a.dtype, count, ...(a.data && { data: a.data }) };
}

function fitCall(
  a: RecordedCall,
  b: RecordedCall,
  values: readonly Value[],
  extent: FitNumber,
  elementBytes: (dtype: GhostBlock['dtype']) => number,
): FittedCall | string {
  const changes = `${a.kernel} is called in a way that depends on the batch size`;
  if (a.kernel !== b.kernel) return changes;
  const row = kernelRow(a.kernel);
  const generator = Number(a.args[row.args.findIndex(({ name }) => name === 'draw')] ?? 0);
  const args: CallArgument[] = [];
  for (const [i, { name, role }] of row.args.entries()) {
    const [x, y] = [a.args[i]!, b.args[i]!];
    if (typeof x === 'number' || typeof y === 'number') {
      const number = extent(x as number, y as number);
      if (number === undefined || (role === 'scalar' && number.perRow !== 0)) return changes;
      args.push(slots.includes(name) ? ({ slot: name, generator } as DrawSlot) : number);
    } else {
      if (x.bytes !== y.bytes || x.block.id !== y.block.id) return changes;
      args.push(operandOf(x, values, elementBytes));
    }
  }
  return { kernel: a.kernel, args };
}

/** A ghost as an operand of fitted values. */
export function operandOf(
  { block, bytes }: Ghost,
  values: readonly Value[],
  elementBytes: (dtype: GhostBlock['dtype']) => number,
): Operand {
  return { value: values[block.id]!, offset: bytes / elementBytes(block.dtype) };
}

/** One recording with its whole batch as a single row: `varying` tells what belongs to the row. */
export function asOneRow({ recorder }: Recording, varying: ReadonlySet<number>): Fitted {
  const values = recorder.blocks.map(({ id, dtype, count, data }): Value => {
    const extent = varying.has(id) ? { base: 0, perRow: count } : constant(count);
    return { id, dtype, count: extent, ...(data && { data }) };
  });
  const calls = recorder.calls.map((call) => {
    const fitted = fitCall(call, call, values, constant, (dtype) => recorder.elementBytes(dtype));
    return fitted as FittedCall;
  });
  return { values, calls };
}
