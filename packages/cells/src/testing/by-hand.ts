/** For tests that compute a step from its paper, in plain numbers. */
import { type Tensor, tensor } from '@ostinato/tensor';
import type { Cell, CellState } from '../cell.ts';

/** A vector. */
export type Row = readonly number[];

/** The logistic function. */
export const sigma = (v: number): number => 1 / (1 + Math.exp(-v));

/** 0 to `size`, that excluded. */
export const units = (size: number): number[] => [...Array(size).keys()];

/** The rows of a matrix; a vector is one row. */
export function rowsOf(x: Tensor): Row[] {
  const width = x.shape.at(-1)!;
  return units(x.size / width).map((row) => Array.from(x.dataSync().slice(row * width, (row + 1) * width)));
}

/** `W v + b`, where either may be missing. */
export function affine(weight: Tensor | undefined, v: Row, bias?: Tensor): Row {
  const offset = bias && rowsOf(bias)[0]!;
  if (weight === undefined) return offset ?? [];
  return rowsOf(weight).map((row, at) => row.reduce((sum, w, i) => sum + w * v[i]!, offset?.[at] ?? 0));
}

/** Element by element. */
export const zip = (f: (...values: number[]) => number, first: Row, ...rest: readonly Row[]): Row =>
  first.map((value, at) => f(value, ...rest.map((row) => row[at]!)));

/** `count` parts of the same length. */
export const cut = (v: Row, count: number): Row[] =>
  units(count).map((part) => v.slice((part * v.length) / count, ((part + 1) * v.length) / count));

/** One step of a cell for one row, as plain numbers by name: `output`, the state's parts, and what it traces. */
export function stepOnce<S extends CellState>(cell: Cell<S>, x: Row, state: Record<string, Row>): Record<string, Row> {
  const tensors = Object.fromEntries(Object.entries(state).map(([name, row]) => [name, tensor([[...row]])]));
  const result = cell.step(tensor([[...x]]), tensors as unknown as S);
  const all = { output: result.output, ...result.state, ...result.trace };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, rowsOf(value)[0]!]));
}
