import { type Argument, type KernelName, kernelRow } from '@ostinato/backend';
import type { DType } from '@ostinato/base';

/** The part `from` up to `to` of a call, as arguments of its own; changes `args` in place. */
type Cut = (args: number[], from: number, to: number) => void;

/** How the calls of one kernel are divided. */
export interface Division {
  /** Units (rows, columns, items, elements) of a call. */
  count(args: readonly number[]): number;
  readonly cut: Cut;
  /** Parts begin at multiples of this many units, so that each is whole tiles or whole registers. */
  readonly grain: number;
  /** What a position that a part returns must be raised by. */
  positionOffset(args: readonly number[], from: number): number;
}

/** Kernels whose work is not divided although the table has a split for them, and why. */
const undivided: Readonly<Partial<Record<KernelName, string>>> = {
  scatterRows: 'its columns have no stride, and adding rows that repeat is one thread’s work',
  'concat.float32': 'as fast as memory on one thread',
  'concat.int32': 'as fast as memory on one thread',
  'concat.bool': 'as fast as memory on one thread',
};

/** How a product of few rows is divided: by columns, of which each thread reads its own weights only. */
export function divisionOfFewRows(name: KernelName): Division | undefined {
  const { split } = kernelRow(name);
  return split === 'rows' && name.startsWith('matmul') ? byColumns(name) : undefined;
}

/**
 * How a product with a transposed left factor is divided where its result is higher than wide: by the rows of the result, which are columns
 * of that factor. Each thread then lays out its own part of the larger factor.
 */
export function divisionOfHighResult(name: KernelName): Division | undefined {
  if (!/^matmul(Add)?[.]t/.test(name)) return undefined;
  const [out, a, rows, outStride] = ['out', 'a', 'rows', 'outStride'].map((argument) => positionOf(name, argument));
  return {
    count: (args) => args[rows!]!,
    grain: 8,
    cut: (args, from, to) => {
      args[out!]! += from * 4 * args[outStride!]!;
      args[a!]! += from * 4;
      args[rows!] = to - from;
    },
    positionOffset: () => 0,
  };
}

/** How the table says that a kernel's work is divided, or undefined if it is not. */
export function divisionOf(name: KernelName): Division | undefined {
  const { split } = kernelRow(name);
  if (split === 'none' || name in undivided) return undefined;
  if (split === 'rows') return byRows(name);
  if (split === 'columns') return byColumns(name);
  return split === 'items' ? byItems(name) : byElements(name);
}

const bytesOf = (dtype: DType): number => (dtype === 'bool' ? 1 : 4);

interface Place {
  readonly at: number;
  readonly bytes: number;
  readonly argument: Extract<Argument, { dtype: DType }>;
}

function positionOf(name: KernelName, argument: string): number {
  return kernelRow(name).args.findIndex((each) => each.name === argument);
}

/** Where the operands of a kernel are among its arguments. */
function operandsOf(name: KernelName): Place[] {
  return kernelRow(name).args.flatMap((argument, at) =>
    'dtype' in argument ? [{ at, bytes: bytesOf(argument.dtype), argument }] : [],
  );
}

/** The argument that says how far apart rows or items of an operand are, or -1. */
function strideOf(name: KernelName, operand: string, axis: 'row' | 'item'): number {
  return kernelRow(name).args.findIndex((each) => each.role === 'stride' && each.of === operand && each.axis === axis);
}

function byRows(name: KernelName): Division {
  const rows = positionOf(name, 'rows');
  const cols = positionOf(name, 'cols');
  const first = positionOf(name, 'first');
  const moving = operandsOf(name).filter(({ argument }) => argument.rows === 'row');
  const positionIsRow = moving.some(
    ({ argument }) => argument.dtype === 'int32' && argument.role === 'in' && strideOf(name, argument.name, 'row') < 0,
  );
  const strides = moving.map(({ argument }) => strideOf(name, argument.name, 'row'));
  return {
    count: (args) => args[rows]!,
    grain: 4,
    cut: (args, from, to) => {
      for (let i = 0; i < moving.length; i++) {
        const { at, bytes } = moving[i]!;
        // Rows without a stride are single numbers, such as the indices of gatherRows.
        args[at]! += from * bytes * (strides[i]! < 0 ? 1 : args[strides[i]!]!);
      }
      if (first >= 0) args[first]! += from * args[cols]!;
      args[rows] = to - from;
    },
    positionOffset: (args, from) => (positionIsRow ? from : from * args[cols]!),
  };
}

/** Columns of the result, which lie side by side; those of a transposed B are its stored rows, those of a packed one in panels. */
function byColumns(name: KernelName): Division {
  const cols = positionOf(name, 'cols');
  const inner = positionOf(name, 'inner');
  const isProduct = name.startsWith('matmul');
  const moving = operandsOf(name).filter(
    // The left factor of a product and what has one number for each row belong to every part.
    ({ argument: { role, name: operand } }) =>
      role === 'out' ||
      operand === 'bias' ||
      operand === 'packed' ||
      (strideOf(name, operand, 'row') >= 0 && !(isProduct && operand === 'a')),
  );
  const bStride = name.endsWith('t') && isProduct ? positionOf(name, 'bStride') : -1;
  return {
    count: (args) => args[cols]!,
    grain: 8,
    cut: (args, from, to) => {
      for (const { at, bytes, argument } of moving) {
        const step =
          argument.name === 'packed' ? args[inner]! : argument.name === 'b' && bStride >= 0 ? args[bStride]! : 1;
        args[at]! += from * bytes * step;
      }
      args[cols] = to - from;
    },
    positionOffset: () => 0,
  };
}

/** Elements of scratch that one item needs. */
function scratchOfItem(name: KernelName, values: readonly number[]): number {
  return kernelRow(name).scratch({ ...sizesOf(name, values), items: 1 });
}

/** The sizes of a call by name. */
export function sizesOf(name: KernelName, values: readonly number[]): Record<string, number> {
  const { args } = kernelRow(name);
  return Object.fromEntries(args.flatMap((each, at) => (each.role === 'size' ? [[each.name, values[at]!]] : [])));
}

function byItems(name: KernelName): Division {
  const items = positionOf(name, 'items');
  const moving = operandsOf(name);
  const strides = moving.map(({ argument }) => strideOf(name, argument.name, 'item'));
  const scratch = positionOf(name, 'scratch');
  return {
    count: (args) => args[items]!,
    grain: 1,
    cut: (args, from, to) => {
      for (let i = 0; i < moving.length; i++) args[moving[i]!.at]! += from * moving[i]!.bytes * args[strides[i]!]!;
      if (scratch >= 0) args[scratch]! += from * 4 * scratchOfItem(name, args); // so that no two parts share any
      args[items] = to - from;
    },
    positionOffset: () => 0,
  };
}

/** Elements of contiguous operands: a part is one row of some of them. */
function byElements(name: KernelName): Division {
  const rows = positionOf(name, 'rows');
  const cols = positionOf(name, 'cols');
  const moving = operandsOf(name);
  return {
    count: (args) => args[rows]! * args[cols]!,
    grain: 4,
    cut: (args, from, to) => {
      for (const { at, bytes } of moving) args[at]! += from * bytes;
      args[rows] = 1;
      args[cols] = to - from;
    },
    positionOffset: () => 0,
  };
}
