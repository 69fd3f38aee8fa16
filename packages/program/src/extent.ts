/** A whole number that grows with the number of rows: `base + perRow x rows`. */
export interface Extent {
  /** What it is without rows. */
  readonly base: number;
  /** What each row adds. */
  readonly perRow: number;
}

/** A number that no row changes. */
export const constant = (base: number): Extent => ({ base, perRow: 0 });

/** The extent that is `a` at `rowsA` rows and `b` at `rowsB`, or undefined where it is no whole number. */
export function fitExtent(a: number, b: number, rowsA: number, rowsB: number): Extent | undefined {
  if (Object.is(a, b)) return constant(a);
  const perRow = (b - a) / (rowsB - rowsA);
  const base = a - perRow * rowsA;
  return Number.isInteger(perRow) && Number.isInteger(base) ? { base, perRow } : undefined;
}

/** Its value at a number of rows. */
export const at = ({ base, perRow }: Extent, rows: number): number => base + perRow * rows;

/** Whether it is a multiple of the rows and nothing else. */
export const growsWithRows = ({ base, perRow }: Extent): boolean => base === 0 && perRow > 0;
