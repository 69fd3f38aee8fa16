/** Sizes and options of one scan. */
export interface Variant {
  readonly steps: number;
  readonly batch: number;
  readonly lengths?: readonly number[];
  /** Whether padding lies between steps. */
  readonly mask?: boolean;
  readonly reverse?: boolean;
  readonly trace?: boolean;
  readonly memory?: 'low';
}

/** What of a scan's results a loss is made of; `nothing`: there are no gradients. */
export type Use = 'nothing' | 'all' | 'outputs' | 'state';

/** A scan that tells a program from its loop where anything does: few rows, many, as many as features; each way to be ragged. */
export const variants: readonly Variant[] = [
  { steps: 3, batch: 2 },
  { steps: 1, batch: 1 },
  { steps: 4, batch: 3, reverse: true },
  { steps: 4, batch: 7, lengths: [2, 4, 0, 3, 4, 1, 3] },
  { steps: 3, batch: 3, lengths: [0, 3, 2], reverse: true },
  { steps: 3, batch: 2, mask: true },
  { steps: 3, batch: 7, mask: true, reverse: true },
  { steps: 2, batch: 1, lengths: [1] },
  { steps: 2, batch: 3, lengths: [0, 0, 0] },
  { steps: 2, batch: 2, lengths: [2, 2], trace: true },
  { steps: 5, batch: 3, lengths: [2, 5, 0], reverse: true, memory: 'low' },
];

/** All sizes with all ways to be ragged, in both directions. */
export const allVariants: readonly Variant[] = [1, 2, 3, 7].flatMap((batch) =>
  [1, 2, 3, 6].flatMap((steps) =>
    [false, true].flatMap((reverse): Variant[] => {
      const one = { steps, batch, reverse };
      const falling = Array.from({ length: batch }, (_, b) => Math.max(0, steps - b));
      const mixed = Array.from({ length: batch }, (_, b) => (3 * b + 1) % (steps + 1));
      return [
        one,
        { ...one, trace: true },
        { ...one, mask: true },
        ...[falling, mixed].map((lengths) => ({ ...one, lengths })),
      ];
    }),
  ),
);

/** In words. */
export function textOf({ steps, batch, lengths, mask, reverse, trace, memory }: Variant): string {
  const parts = [
    `${steps} steps of ${batch} rows`,
    ...(lengths ? [`lengths ${lengths.join(' ')}`] : []),
    ...(mask ? ['a mask'] : []),
    ...(reverse ? ['reversed'] : []),
    ...(trace ? ['traced'] : []),
    ...(memory ? ['with little memory'] : []),
  ];
  return parts.join(', ');
}

/** `[batch, steps]`, with holes; every third sequence has no step at all. */
export function maskOf({ steps, batch }: Variant): boolean[][] {
  return Array.from({ length: batch }, (_, b) =>
    Array.from({ length: steps }, (__, t) => b % 3 !== 1 && (5 * b + 3 * t) % 4 !== 1),
  );
}
