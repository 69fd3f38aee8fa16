import { kernelRow, type KernelName } from '../table/table.ts';
import type { Numbers } from './reference.ts';

/** Around the width of a SIMD register and the height of a tile, and nothing at all. */
const everySize = [0, 1, 2, 3, 4, 5, 7, 8, 9] as const;

/** A few of them, for laws that hold or not whatever the size. */
export const someSizes = [0, 1, 3, 8] as const;

/** Sizes `[n0..n5]`, strides `[s0..s5]` and the first element of a walk over `room` elements. */
function walk(sizes: readonly number[], strides: readonly number[], offset: number, room: number): Numbers {
  const named = (letter: string, values: readonly number[]) => values.map((value, axis) => [`${letter}${axis}`, value]);
  return { ...Object.fromEntries([...named('n', sizes), ...named('s', strides)]), offset, room, count: room };
}

const walks: readonly Numbers[] = [
  walk([1, 1, 1, 2, 3, 4], [0, 0, 0, 12, 1, 3], 0, 24),
  walk([2, 1, 2, 1, 2, 3], [12, 7, 6, 0, 3, -1], 2, 24),
  walk([1, 3, 1, 2, 1, 2], [0, 0, 0, 2, 0, 1], 1, 9),
  walk([1, 0, 1, 2, 1, 2], [0, 0, 0, 2, 0, 1], 0, 5),
  walk([1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0], 0, 1),
];

/** Sizes to call a kernel with: every pair of `sizes` for the first two, the others in step. */
export function* sizesOf(name: KernelName, sizes: readonly number[] = everySize): Generator<Numbers> {
  if (kernelRow(name).args.some((arg) => arg.name === 'n0')) {
    yield* walks;
    return;
  }
  for (const [a, rows] of sizes.entries()) {
    for (const [b, cols] of sizes.entries()) {
      const inner = sizes[(a + 2 * b) % sizes.length]!;
      const limit = Math.max(inner, 1);
      const smoothing = 0.25 * ((a + b) % 2);
      const others = { tableRows: limit, width: limit, aCols: cols, bCols: inner, smoothing };
      const keys = sizes[(2 * a + b) % sizes.length]!;
      const causal = { causal: (a + b) % 2, offset: ((a + 3 * b) % 5) - 2, scale: 0.125 };
      yield { rows, cols, inner, items: 1 + (inner % 3), keys, ...causal, ...others };
    }
  }
  if (kernelRow(name).args.some((arg) => arg.name === 'keys')) yield* attentions;
  else if (sizes === everySize && name.startsWith('matmul')) yield* products;
}

/** Attention with more rows than a backend may hold scores of at a time. */
const attentions: readonly Numbers[] = [0, 1].map((causal) => ({
  ...{ items: 2, rows: 40, cols: 9, inner: 3, keys: 19 },
  ...{ causal, offset: -3, scale: 0.25 },
}));

/** Products of more than a tile, and of more than a block in each direction. */
const products: readonly Numbers[] = [
  ...[6, 11, 12, 13, 14, 20].map((rows) => ({ rows, cols: 9, inner: 5 })),
  { rows: 150, cols: 17, inner: 3 },
  { rows: 7, cols: 300, inner: 2 },
  { rows: 14, cols: 9, inner: 600 },
];
