import type { HostArray } from '@ostinato/base';
import type { Backend } from '../backend.ts';
import { kernelRow, type KernelName } from '../table/table.ts';
import { mulberry } from './mulberry.ts';
import { isAdd, matrixOf, type Operand, place, type Placed, type Spacing } from './placed.ts';
import type { Numbers } from './reference.ts';
import { referenceOf } from './references.ts';

/** A call of a kernel with random operands, between guards where the backend is addressable. */
export interface KernelCall {
  /** The kernel that is called. */
  readonly name: KernelName;
  /** Where its operands are. */
  readonly backend: Backend;
  /** Sizes, strides and scalars by name. */
  readonly numbers: Numbers;
  /** Where each operand lies, and what it held before. */
  readonly operands: ReadonlyMap<string, Placed>;
  /** Runs the kernel; `swap` gives other storages or numbers for some arguments. */
  run(swap?: Readonly<Record<string, unknown>>): unknown;
  /** What an operand holds now, guards and gaps included. */
  contents(operand: string): Promise<HostArray>;
  /** Frees the operands. */
  free(): void;
}

/** What a call is made of. */
export interface CallPlan {
  /** Every size that the kernel has, and the scalars that matter. */
  readonly sizes: Numbers;
  /** Default `tight`. */
  readonly spacing?: Spacing;
  /** What outputs hold before the call. Default NaN, which int32 and bool take as 0. */
  readonly fill?: number;
  /** Of the random operands. Default 1. */
  readonly seed?: number;
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
  ignoreIndex: -100,
  scale: 1.25, // a float32, so that it is not rounded
};

/** Builds a call of any kernel from its row of the table. */
export function kernelCall(backend: Backend, name: KernelName, plan: CallPlan): KernelCall {
  const { sizes, spacing = 'tight', fill = NaN, seed = 1 } = plan;
  const kernel = backend.kernels[name] as ((...values: unknown[]) => unknown) | undefined;
  if (kernel === undefined) throw new Error(`kernel ${name} is missing`);
  const random = mulberry(seed);
  const { args } = kernelRow(name);
  const numbers = numbersOf(name, sizes, random);
  const operands = new Map<string, Placed>();
  for (const described of args) {
    const argument = described.role === 'scratch' ? scratchOperand(described.name) : described;
    if (!('dtype' in argument)) continue;
    const placed = place(backend, name, argument, numbers, { spacing, fill, random });
    operands.set(argument.name, placed);
    for (const stride of args) {
      if (stride.role !== 'stride' || stride.of !== argument.name) continue;
      numbers[stride.name] = { row: placed.stride, column: placed.column, item: placed.item }[stride.axis];
    }
  }
  return {
    name,
    backend,
    numbers,
    operands,
    run: (swap = {}) =>
      kernel(
        ...args.map(
          ({ name: key }) => swap[key] ?? (operands.has(key) ? locate(backend, operands.get(key)!) : numbers[key]),
        ),
      ),
    contents: (key) => {
      const { storage, argument, before } = operands.get(key)!;
      return backend.read(storage, argument.dtype, 0, before.length);
    },
    free: () => operands.forEach(({ storage }) => backend.free(storage)),
  };
}

/** Scratch is an output whose content nobody asks for. */
const scratchOperand = (name: string): Operand => ({ role: 'out', name, dtype: 'float32', rows: 'mix' });

/** The storage of an operand from its element `from` on; opaque backends have element 0 only. */
export function locate(backend: Backend, { storage, argument, guard }: Placed, from = 0): unknown {
  return backend.at === undefined
    ? storage
    : backend.at(storage, (guard + from) * backend.elementBytes(argument.dtype));
}

function numbersOf(name: KernelName, sizes: Numbers, random: () => number): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const { role, name: key } of kernelRow(name).args) {
    if (role === 'size') numbers[key] = sizes[key]!;
    if (role === 'scalar') numbers[key] = sizes[key] ?? scalars[key] ?? 0.1 + 0.8 * random();
  }
  if (name.startsWith('fill.')) numbers.value = name === 'fill.bool' ? 1 : 3;
  if (sizes.room !== undefined) numbers.room = sizes.room;
  return numbers;
}

/** Names of the operands that a call writes. */
export function outputsOf(call: KernelCall): string[] {
  return kernelRow(call.name).args.flatMap(({ role, name }) => (role === 'out' || role === 'state' ? [name] : []));
}

/** Names of the operands that a call may write: its outputs and its scratch. */
export function writtenBy(call: KernelCall): string[] {
  return kernelRow(call.name).args.flatMap(({ role, name }) =>
    ['out', 'state', 'scratch'].includes(role) ? [name] : [],
  );
}

/** Names of the operands that a call only reads. */
export function inputsOf(call: KernelCall): string[] {
  return kernelRow(call.name).args.flatMap(({ role, name }) => (role === 'in' ? [name] : []));
}

/** Positions of an operand's elements in its storage, row by row, item by item. */
export function* positions(
  call: KernelCall,
  { argument, rows, cols, stride, item, guard }: Placed,
): Generator<[number, number, number, number]> {
  const items = argument.name === 'scratch' ? 1 : (call.numbers.items ?? 1);
  for (let at = 0; at < items; at++) {
    for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) yield [guard + at * item + i * stride + j, i, j, at];
  }
}

/** What an output must hold after the call, guards and gaps included. */
export function expectedContents(call: KernelCall, output: string): HostArray {
  const { element } = referenceOf(call.name);
  const target = call.operands.get(output)!;
  const values = target.before.slice();
  const single = values.slice(0, 1);
  let matrices: Record<string, ReturnType<typeof matrixOf>> = {};
  let item = -1;
  for (const [position, i, j, at] of positions(call, target)) {
    if (at !== item)
      matrices = Object.fromEntries([...call.operands].map(([key, placed]) => [key, matrixOf(placed, at)]));
    item = at;
    single[0] = element(i, j, matrices, call.numbers, output);
    values[position] = isAdd(call.name) ? target.before[position]! + single[0]! : single[0]!;
  }
  return values;
}
