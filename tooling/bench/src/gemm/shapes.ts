/** `[rows, cols] = [rows, inner] x [inner, cols]`. */
export interface Shape {
  readonly rows: number;
  readonly cols: number;
  readonly inner: number;
}

export const forms = ['nn', 'nt', 'tn', 'tt'] as const;
export type Form = (typeof forms)[number];

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
