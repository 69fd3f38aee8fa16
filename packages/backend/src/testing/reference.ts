/** Element [i, j] of an operand (of one item of a batch). */
export type Matrix = (i: number, j: number) => number;
/** Sizes, strides and scalars of a call by name. */
export type Numbers = Readonly<Record<string, number>>;

/** What a kernel means, written from its definition alone: brute force, one element at a time. */
export interface Reference {
  /** Stored rows and columns of an operand. */
  readonly extent: (operand: string, sizes: Numbers) => readonly [number, number];
  /** Element [i, j] of output `out`; `x` are the operands as they were before the call, `n` all sizes and scalars. */
  readonly element: (i: number, j: number, x: Readonly<Record<string, Matrix>>, n: Numbers, out: string) => number;
  /** Allowed relative error in float64; default 0: the same bits. */
  readonly tolerance?: number;
  /** Whether the result is a sum or product of many terms, which only correct rounding gives to the bit. */
  readonly folds?: boolean;
}

/** How one element of a result is found. */
export type Element = Reference['element'];

/** A reference whose operands all are `[rows, cols]`. */
export function elementwise(element: Element, tolerance = 0, folds = false): Reference {
  return { extent: (_, { rows = 0, cols = 0 }) => [rows, cols], element, tolerance, folds };
}

/** 0 to n - 1. */
export const count = (n: number | undefined): number[] => Array.from({ length: n ?? 0 }, (_, k) => k);

/** The sum, from left to right. */
export const total = (terms: readonly number[]): number => terms.reduce((sum, term) => sum + term, 0);
