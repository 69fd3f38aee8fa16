import type { KernelName } from '@ostinato/backend';

/** `[rows, cols] = [rows, inner] x [inner, cols]`. */
export interface Shape {
  readonly rows: number;
  readonly cols: number;
  readonly inner: number;
}

/** How the factors are stored; `packed`: the right one was laid out beforehand. */
export type Form = 'nn' | 'nt' | 'tn' | 'tt' | 'packed';

/** The forms to time: a matrix is laid out beforehand for few rows, where that is as much work as the product. */
export const formsOf = ({ rows }: Shape): readonly Form[] =>
  rows <= 32 ? ['nn', 'nt', 'tn', 'tt', 'packed'] : ['nn', 'nt', 'tn', 'tt'];

/** The kernel of a form. */
export const kernelOf = (form: Form): KernelName => (form === 'packed' ? 'matmulPacked' : `matmul.${form}`);

/** Squares, and what an LSTM of 32 sequences multiplies in a step. */
export const products: readonly Shape[] = [
  ...[128, 256, 512, 1024].map((n) => ({ rows: n, cols: n, inner: n })),
  { rows: 32, cols: 512, inner: 128 },
  { rows: 32, cols: 1024, inner: 256 },
];

/** One sequence: a vector by weights that fit in a core's own cache (256 KiB and 1 MiB). */
export const vectors: readonly Shape[] = [
  { rows: 1, cols: 512, inner: 128 },
  { rows: 1, cols: 1024, inner: 256 },
];

/** How a shape is written in tables. */
export function nameOf({ rows, cols, inner }: Shape): string {
  return `${rows} x ${cols} x ${inner}`;
}
