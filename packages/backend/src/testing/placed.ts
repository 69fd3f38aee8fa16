import type { DType, HostArray } from '@ostinato/base';
import type { Backend } from '../backend.ts';
import type { Argument } from '../kernel.ts';
import { kernelRow, type KernelName } from '../table/table.ts';
import type { Matrix, Numbers } from './reference.ts';
import { referenceOf } from './references.ts';

/** An argument that is a storage with content. */
export type Operand = Extract<Argument, { dtype: string }>;

/**
 * How operands lie in memory: close together, with gaps between rows (addressable backends only), or with inputs used
 * again for every row, column and item.
 */
export type Spacing = 'tight' | 'padded' | 'repeated';

/** Elements before and after every operand that no kernel may touch. Opaque backends have no place beside an operand. */
const guardOf = (backend: Backend): number => (backend.at === undefined ? 0 : 4);

/** Whether a kernel adds to what its output holds. */
export const isAdd = (name: string): boolean => /Add(\.|$)/.test(name);

/** One operand of a call: its place in memory and what it held before. */
export interface Placed {
  readonly argument: Operand;
  readonly storage: unknown;
  readonly rows: number;
  readonly cols: number;
  readonly stride: number;
  readonly column: number;
  readonly item: number;
  /** Elements before the first one. */
  readonly guard: number;
  readonly before: HostArray;
}

/** Where a call's random values and prefills come from. */
export interface Filling {
  readonly spacing: Spacing;
  /** What outputs hold before the call. */
  readonly fill: number;
  readonly random: () => number;
}

/** Allocates and fills an operand of a kernel. */
export function place(backend: Backend, name: KernelName, argument: Operand, n: Numbers, filling: Filling): Placed {
  const isScratch = argument.name === 'scratch';
  const [rows, cols] = isScratch ? [1, kernelRow(name).scratch(n)] : referenceOf(name).extent(argument.name, n);
  const guard = guardOf(backend);
  const strides = stridesOf(name, argument, rows, cols, filling.spacing);
  const of = isScratch ? {} : n; // items share it
  const room = guard === 0 ? exactRoom(rows, cols, strides, of) : wideRoom(rows, cols, strides, of);
  const values = hostArray(backend, argument.dtype, room + 2 * guard);
  fillWith(values, name, argument, n, filling, guard);
  const storage = backend.allocate(argument.dtype, values.length);
  backend.write(storage, argument.dtype, values);
  return { argument, storage, rows, cols, ...strides, guard, before: values };
}

/** Element [i, j] of item `at` of an operand as it was before the call. */
export function matrixOf({ before, stride, column, item, guard }: Placed, at: number): Matrix {
  return (i, j) => before[guard + at * item + i * stride + j * column]!;
}

/** A host array of a backend's elements. */
function hostArray(backend: Backend, dtype: DType, count: number): HostArray {
  if (dtype === 'int32') return new Int32Array(count);
  if (dtype === 'bool') return new Uint8Array(count);
  return backend.float === 'float64' ? new Float64Array(count) : new Float32Array(count);
}

interface Strides {
  readonly stride: number;
  readonly column: number;
  readonly item: number;
}

function stridesOf(name: KernelName, argument: Operand, rows: number, cols: number, spacing: Spacing): Strides {
  const has = (axis: string) =>
    kernelRow(name).args.some((arg) => arg.role === 'stride' && arg.of === argument.name && arg.axis === axis);
  const again = spacing === 'repeated' && argument.role === 'in';
  const gap = spacing === 'padded' ? 3 : 0;
  const mayRepeat = argument.rows === 'row' || has('column');
  const sameRow = again && has('row') && mayRepeat && argument.name !== 'index';
  const width = has('row') ? cols + gap : cols;
  return {
    stride: sameRow ? 0 : width,
    column: again && has('column') ? 0 : 1,
    item: again && has('item') ? 0 : rows * width + (gap > 0 ? 5 : 0),
  };
}

/** The elements that a call touches and no more: opaque backends know no larger storage than their value. */
function exactRoom(rows: number, cols: number, { stride, column, item }: Strides, { items = 1 }: Numbers): number {
  const stored = (stride === 0 ? Math.min(rows, 1) : rows) * (column === 0 ? Math.min(cols, 1) : cols);
  return stored * (item === 0 ? 1 : items);
}

function wideRoom(rows: number, cols: number, { stride, item }: Strides, { items = 1 }: Numbers): number {
  return Math.max(rows, 1) * Math.max(stride, cols) + items * item;
}

function fillWith(
  values: HostArray,
  name: string,
  argument: Operand,
  n: Numbers,
  { fill, random }: Filling,
  guard: number,
) {
  const limit = n.tableRows ?? n.width ?? 100;
  const positive = argument.role === 'state' || /log|sqrt|pow/i.test(name);
  for (let k = 0; k < values.length; k++) {
    const inside = k >= guard && k < values.length - guard;
    if (argument.role === 'out' && !isAdd(name)) values[k] = fill;
    else if (!inside) values[k] = argument.dtype === 'float32' ? NaN : 99;
    else if (argument.dtype === 'bool') values[k] = random() < 0.5 ? 0 : 1;
    else if (argument.name === 'lse')
      values[k] = random() < 0.1 ? -Infinity : 4 + 2 * random(); // as of scores below 4
    else if (argument.name === 'target') values[k] = target(random, n);
    else if (argument.dtype === 'int32')
      values[k] = argument.name === 'index' ? Math.floor(random() * limit) : Math.floor((random() - 0.5) * 10);
    else values[k] = float(random, name, positive);
  }
}

/** A column, now and then (and where there is none) the number that does not count. */
function target(random: () => number, { cols = 0, ignoreIndex = 0 }: Numbers): number {
  return cols === 0 || random() < 0.2 ? ignoreIndex : Math.floor(random() * cols);
}

/** A number away from 0; now and then 0.5, so that there are equal ones. */
function float(random: () => number, name: string, positive: boolean): number {
  if (random() < 0.1) return 0.5;
  if (name.startsWith('cast.')) return (random() - 0.5) * 10;
  const value = 0.05 + 1.9 * random();
  return positive || random() < 0.6 ? value : -value;
}
