import { type KernelName, kernelRow } from '@ostinato/backend';

/** Named sizes of a call, and how they are written. */
export interface CallSizes {
  readonly text: string;
  readonly sizes: Readonly<Record<string, number>>;
}

const side = 1024;
const square = { rows: side, cols: side };

/** Sizes at which a kernel is timed: about a million elements, or a product of 256. */
export function sizesFor(name: KernelName): CallSizes {
  if (name.startsWith('batchMatmul')) return named({ items: 8, rows: 128, cols: 128, inner: 128 });
  if (name.startsWith('attention')) return named({ items: 8, rows: 128, cols: 64, inner: 64, keys: 128 });
  if (name.startsWith('matmul')) return named({ rows: 256, cols: 256, inner: 256 });
  if (name.startsWith('pack.')) return named({ cols: side, inner: side });
  if (name.startsWith('concat')) return named({ rows: side, aCols: side / 2, bCols: side / 2 });
  if (kernelRow(name).args.some((argument) => argument.name === 'n0')) return transposed;
  if (/^(gather|scatter)Rows/.test(name)) return named({ rows: 4096, cols: 256, tableRows: 4096 });
  if (/^(gather|scatter)Columns/.test(name)) return named({ ...square, width: side });
  return named(square);
}

function named(sizes: Readonly<Record<string, number>>): CallSizes {
  return { text: Object.values(sizes).join(' x '), sizes };
}

/** A walk by columns: what the general strided kernels are for. */
const transposed: CallSizes = {
  text: `${side} x ${side}, transposed`,
  sizes: {
    ...Object.fromEntries(['n0', 'n1', 'n2', 'n3'].map((name) => [name, 1])),
    ...Object.fromEntries(['s0', 's1', 's2', 's3', 'offset'].map((name) => [name, 0])),
    n4: side,
    n5: side,
    s4: 1,
    s5: side,
    room: side * side,
    count: side * side,
  },
};
