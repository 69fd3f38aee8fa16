import { type Argument, type Backend, type KernelName, kernelRow } from '@ostinato/backend';
import type { DType, HostArray } from '@ostinato/base';
import { type Matrix, type Numbers, referenceOf } from './references.ts';

type Operand = Extract<Argument, { dtype: string }>;

/** How operands lie in memory: close together, with gaps between rows, or inputs used again for every row, column, item. */
export type Spacing = 'tight' | 'padded' | 'repeated';

/** Elements before and after every operand that no kernel may touch. */
const guard = 4;

/** One operand of a call: its place in memory and what it held before. */
interface Placed {
  readonly argument: Operand;
  readonly storage: unknown;
  readonly rows: number;
  readonly cols: number;
  readonly stride: number;
  readonly column: number;
  readonly item: number;
  readonly room: number;
  readonly before: HostArray;
}

/** A call of a kernel with random operands between guards. */
export interface KernelCall {
  readonly name: KernelName;
  readonly numbers: Numbers;
  readonly operands: ReadonlyMap<string, Placed>;
  /** Runs the kernel; `swap` gives other storages or numbers for some arguments. */
  run(swap?: Readonly<Record<string, unknown>>): unknown;
  /** What an operand holds now, guards and gaps included. */
  contents(operand: string): HostArray;
  free(): void;
}

function arrayOf(backend: Backend, dtype: DType): new (count: number) => HostArray {
  if (dtype === 'int32') return Int32Array;
  if (dtype === 'bool') return Uint8Array;
  return backend.float === 'float64' ? Float64Array : Float32Array;
}

/** Pseudo-random numbers in [0, 1) from a seed (mulberry32). */
export function mulberry(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Scalars that kernels ask for by name; others get a number between 0.1 and 0.9. */
const scalars: Record<string, number> = {
  key0: 123,
  key1: 456,
  draw: 7,
  step: 8,
  call: 9,
  first: 5,
  nesterov: 1,
  amsgrad: 1,
  dampening: 0.25,
  correction1: 0.19,
  correction2: 0.002,
  epsilon: 1e-3,
};

/** Builds a call. `sizes` must hold every size that the kernel has, and the scalars that matter. */
export function kernelCall(
  backend: Backend,
  name: KernelName,
  sizes: Numbers,
  spacing: Spacing,
  fill: number,
  seed = 1,
): KernelCall {
  const random = mulberry(seed);
  const { args } = kernelRow(name);
  const numbers: Record<string, number> = {};
  for (const { role, name: key } of args) {
    if (role === 'size') numbers[key] = sizes[key]!;
    if (role === 'scalar') numbers[key] = sizes[key] ?? scalars[key] ?? 0.1 + 0.8 * random();
  }
  if (name.startsWith('fill.')) numbers.value = name === 'fill.bool' ? 1 : 3;
  if (sizes.room !== undefined) numbers.room = sizes.room;
  const operands = new Map<string, Placed>();
  for (const argument of args) {
    if (!('dtype' in argument)) continue;
    const placed = place(backend, name, argument, numbers, spacing, fill, random);
    operands.set(argument.name, placed);
    for (const stride of args) {
      if (stride.role !== 'stride' || stride.of !== argument.name) continue;
      numbers[stride.name] = { row: placed.stride, column: placed.column, item: placed.item }[stride.axis];
    }
  }
  const shift = ({ storage, argument }: Placed) => backend.at!(storage, guard * backend.elementBytes(argument.dtype));
  return {
    name,
    numbers,
    operands,
    run: (swap = {}) => {
      const values = args.map(
        ({ name: key }) => swap[key] ?? (operands.has(key) ? shift(operands.get(key)!) : numbers[key]),
      );
      return (backend.kernels[name] as (...values: unknown[]) => unknown)(...values);
    },
    contents: (key) => {
      const { storage, argument, room } = operands.get(key)!;
      return backend.readSync!(storage, argument.dtype, 0, room + 2 * guard);
    },
    free: () => operands.forEach(({ storage }) => backend.free(storage)),
  };
}

function place(
  backend: Backend,
  name: KernelName,
  argument: Operand,
  n: Numbers,
  spacing: Spacing,
  fill: number,
  random: () => number,
): Placed {
  const { args } = kernelRow(name);
  const has = (axis: string) =>
    args.some((arg) => arg.role === 'stride' && arg.of === argument.name && arg.axis === axis);
  const [rows, cols] = referenceOf(name).extent(argument.name, n);
  const input = argument.role === 'in';
  const again = spacing === 'repeated' && input;
  const column = again && has('column') ? 0 : 1;
  const stride = !has('row')
    ? cols
    : again && argument.rows === 'row' && argument.name !== 'index'
      ? 0
      : cols + (spacing === 'padded' ? 3 : 0);
  const item =
    again && has('item')
      ? 0
      : rows * (has('row') ? cols + (spacing === 'padded' ? 3 : 0) : cols) + (spacing === 'padded' ? 5 : 0);
  const room = Math.max(rows, 1) * Math.max(stride, cols) + (n.items ?? 1) * item;
  const values = new (arrayOf(backend, argument.dtype))(room + 2 * guard);
  const limit = n.tableRows ?? n.width ?? 100;
  for (let k = 0; k < values.length; k++) {
    const inside = k >= guard && k < room + guard;
    if (argument.role === 'out' && !/Add(\.|$)/.test(name)) values[k] = fill;
    else if (!inside) values[k] = argument.dtype === 'float32' ? NaN : 99;
    else if (argument.dtype === 'bool') values[k] = random() < 0.5 ? 0 : 1;
    else if (argument.dtype === 'int32')
      values[k] = argument.name === 'index' ? Math.floor(random() * limit) : Math.floor((random() - 0.5) * 10);
    else values[k] = random() < 0.1 ? 0.5 : name.startsWith('cast.') ? (random() - 0.5) * 10 : 0.05 + 1.9 * random();
  }
  const storage = backend.allocate(argument.dtype, values.length);
  backend.write(storage, argument.dtype, values);
  return { argument, storage, rows, cols, stride, column, item, room, before: values };
}

/** Element [i, j] of item `item` of an operand as it was before the call. */
export function matrixOf({ before, stride, column, item }: Placed, at: number): Matrix {
  return (i, j) => before[guard + at * item + i * stride + j * column]!;
}

/** What an output must hold after the call, guards and gaps included, and how far off each element may be. */
export function expectedContents(call: KernelCall, output: string): { values: HostArray; tolerance: number } {
  const { element, tolerance = 0 } = referenceOf(call.name);
  const target = call.operands.get(output)!;
  const values = target.before.slice();
  const single = values.slice(0, 1);
  for (let at = 0; at < (call.numbers.items ?? 1); at++) {
    const x = Object.fromEntries([...call.operands].map(([key, placed]) => [key, matrixOf(placed, at)]));
    for (let i = 0; i < target.rows; i++) {
      for (let j = 0; j < target.cols; j++) {
        const position = guard + at * target.item + i * target.stride + j;
        single[0] = element(i, j, x, call.numbers, output);
        values[position] = /Add(\.|$)/.test(call.name) ? target.before[position]! + single[0]! : single[0]!;
      }
    }
  }
  return { values, tolerance };
}
