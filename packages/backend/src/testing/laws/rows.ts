import type { HostArray } from '@ostinato/base';
import { kernelRow, type KernelName } from '../../table/table.ts';
import { type KernelCall, locate, outputsOf } from '../kernel-call.ts';
import type { Placed } from '../placed.ts';
import type { Backend } from '../../backend.ts';
import { bits, broken, type KernelClaim, withCall } from './law.ts';

/** Whether a kernel's result has rows of its own, each of which needs only its row of `row` operands. */
export function isRowWise(name: KernelName): boolean {
  const operands = kernelRow(name).args.flatMap((arg) => ('rows' in arg ? [arg] : []));
  const [first] = operands;
  return (
    first!.role === 'out' && first!.rows === 'row' && operands.every(({ rows }) => rows === 'row' || rows === 'all')
  );
}

/** What a call can be cut into. */
type Unit = 'rows' | 'items';

/** Elements from one row or item of an operand to its next. */
function stepOf(call: KernelCall, unit: Unit, { argument, stride, item }: Placed): number {
  if (argument.name === 'scratch') return 0;
  if (unit === 'items') return item;
  if (argument.rows !== 'row') return 0;
  return call.name.startsWith('gatherRows') && argument.name === 'index' ? 1 : stride;
}

/** Storages of rows `start` to `start + size`: the same blocks further on, or copies where there is no such thing. */
function cut(
  call: KernelCall,
  unit: Unit,
  start: number,
  size: number,
): { swap: Record<string, unknown>; made: unknown[] } {
  const { backend } = call;
  const swap: Record<string, unknown> = { [unit]: size };
  const made: unknown[] = [];
  if ('first' in call.numbers) swap.first = call.numbers.first! + start * call.numbers.cols!;
  if ('causal' in call.numbers && unit === 'rows') swap.offset = call.numbers.offset! + start;
  for (const [key, placed] of call.operands) {
    const step = stepOf(call, unit, placed);
    if (backend.at !== undefined || step === 0) {
      swap[key] = locate(backend, placed, start * step);
      continue;
    }
    const rows = placed.before.slice(start * step, (start + size) * step);
    const storage = backend.allocate(placed.argument.dtype, rows.length);
    backend.write(storage, placed.argument.dtype, rows);
    made.push((swap[key] = storage));
  }
  return { swap, made };
}

/** Runs a call in parts of `size` rows; what its outputs then hold. */
async function inParts(call: KernelCall, unit: Unit, size: number): Promise<string> {
  const { backend } = call;
  const outputs = outputsOf(call).map((output) => call.operands.get(output)!);
  const joined = outputs.map(({ before }) => before.slice());
  for (const { storage, argument, before } of outputs) backend.write(storage, argument.dtype, before);
  for (let start = 0; start < call.numbers[unit]!; start += size) {
    const { swap, made } = cut(call, unit, start, Math.min(size, call.numbers[unit]! - start));
    call.run(swap);
    for (const [i, placed] of outputs.entries()) {
      if (backend.at !== undefined) continue;
      const step = stepOf(call, unit, placed);
      const part = await backend.read(
        swap[placed.argument.name],
        placed.argument.dtype,
        0,
        step * (swap[unit] as number),
      );
      joined[i]!.set(part as never, start * step);
    }
    for (const storage of made) backend.free(storage);
  }
  return text(backend.at === undefined ? joined : await contentsOf(call));
}

const contentsOf = (call: KernelCall): Promise<HostArray[]> =>
  Promise.all(outputsOf(call).map((output) => call.contents(output)));
const text = (contents: readonly HostArray[]): string => contents.map(bits).join('|');

/** Cuts calls of several sizes into parts of several sizes, which must give what the whole gives. */
async function checkParts(backend: Backend, name: KernelName, unit: Unit): Promise<void> {
  const others = {
    inner: 7,
    items: unit === 'items' ? 5 : 1,
    tableRows: 4,
    width: 6,
    bCols: 2,
    keys: 11,
    offset: 2,
    scale: 0.125,
  };
  for (const cols of [1, 3, 4, 8, 9]) {
    const sizes = { ...others, rows: 9, cols, aCols: cols, causal: cols % 2 };
    await withCall(backend, name, { sizes, spacing: backend.at === undefined ? 'tight' : 'padded' }, async (call) => {
      call.run();
      const whole = text(await contentsOf(call));
      for (const size of [1, 2, 3, 4, 5]) {
        const parts = await inParts(call, unit, size);
        if (parts !== whole) throw broken(call, `${size} ${unit} at a time gives ${parts}, all at once ${whole}`);
      }
    });
  }
}

/** The row law: a row-wise kernel gives a row the same bits whatever rows stand beside it. */
export const rowsAlone: KernelClaim = {
  says: 'gives a row the same bits whatever rows stand beside it',
  check: (backend, name) => checkParts(backend, name, 'rows'),
};

/** The same of the items of a kernel that is divided by them. */
export const itemsAlone: KernelClaim = {
  says: 'gives an item the same bits whatever items stand beside it',
  check: (backend, name) => checkParts(backend, name, 'items'),
};
