import { count, elementwise, type Matrix, type Reference, total } from './reference.ts';

const row = (i: number, x: Matrix, cols: number | undefined): number[] => count(cols).map((j) => x(i, j));

/** The reference of a kernel over whole rows. */
export function rowReference(name: string): Reference | undefined {
  const reduce = (element: (values: number[]) => number, folds = false): Reference => ({
    extent: (operand, { rows = 0, cols = 0 }) => [rows, operand === 'out' ? 1 : cols],
    element: (i, _, { x }, { cols }) => element(row(i, x!, cols)),
    folds,
  });
  const each = (element: (values: number[], j: number) => number, tolerance = 0): Reference =>
    elementwise((i, j, { x }, { cols }) => element(row(i, x!, cols), j), tolerance, tolerance === 0);
  const softmax = (values: number[], j: number) => 1 / total(values.map((value) => Math.exp(value - values[j]!)));
  const sorted = (sign: number): Reference =>
    elementwise((i, j, { x }, { cols }, out) => {
      const pairs = row(i, x!, cols).map((value, at) => ({ value, at }));
      pairs.sort((p, q) => sign * (p.value - q.value) || p.at - q.at);
      return out === 'order' ? pairs[j]!.at : pairs[j]!.value;
    });
  const columnSum: Reference = {
    extent: (operand, { rows = 0, cols = 0 }) => (operand === 'out' ? [1, cols] : [rows, cols]),
    element: (_, j, { x }, { rows }) => total(count(rows).map((i) => x!(i, j))),
    folds: true,
  };
  return {
    'reduce.max': reduce((values) => Math.max(...values)),
    'reduce.min': reduce((values) => Math.min(...values)),
    'reduce.prod': reduce((values) => values.reduce((p, value) => p * value, 1), true),
    'reduce.sum': reduce(total, true),
    'reduceArgument.max': reduce((values) => Math.max(0, values.indexOf(Math.max(...values)))),
    'reduceArgument.min': reduce((values) => Math.max(0, values.indexOf(Math.min(...values)))),
    columnSum,
    columnSumAdd: columnSum,
    'row.cumprod': each((values, j) => values.slice(0, j + 1).reduce((p, value) => p * value, 1)),
    'row.cumsum': each((values, j) => total(values.slice(0, j + 1))),
    'row.softmax': each(softmax, 1e-12),
    'row.logSoftmax': each((values, j) => Math.log(softmax(values, j)), 1e-12),
    'sort.ascending': sorted(1),
    'sort.descending': sorted(-1),
  }[name];
}
