import type { Box } from '../box.ts';
import type { TfjsOps } from '../ops.ts';
import type { TensorInfo } from '../tfjs.ts';
import { repeated, select } from './select.ts';
import { sort } from './sort.ts';
import { sumOver } from './sum.ts';

type Reduction = (t: TfjsOps, x: TensorInfo) => TensorInfo;

/** Reduces each row; one without elements gives `empty`. A stride of 0 repeats one row. */
const reduce =
  (t: TfjsOps, empty: number, reduction: Reduction) =>
  (out: Box, x: Box, rows: number, cols: number, _: number, stride: number): void =>
    t.write(out, () => {
      if (cols === 0) return t.run('Fill', {}, { shape: [rows], value: empty, dtype: out.dtype });
      const given = stride === 0 ? 1 : rows;
      return repeated(t, reduction(t, t.of(x, [given, cols])), [rows]);
    });

const sum: Reduction = (t, x) => sumOver(t, x, [1]);
const prod: Reduction = (t, x) => t.run('Prod', { x }, { axis: [1], keepDims: false });
const largest: Reduction = (t, x) => t.run('Max', { x }, { reductionIndices: [1], keepDims: false });
const smallest: Reduction = (t, x) => t.run('Min', { x }, { axis: [1], keepDims: false });

/** The first NaN wins, which the kernels do not see to. */
const argument =
  (kernel: string): Reduction =>
  (t, x) => {
    const isNan = t.run('Cast', { x: t.run('IsNan', { x }) }, { dtype: 'float32' });
    const any = t.run('Greater', { a: largest(t, isNan), b: t.scalar(0) });
    const [first, best] = [t.run('ArgMax', { x: isNan }, { axis: [1] }), t.run(kernel, { x }, { axis: [1] })];
    return select(t, any, first, best);
  };

const columnSum =
  (t: TfjsOps, adds: boolean) =>
  (out: Box, x: Box, rows: number, cols: number): void =>
    t.write(out, () => {
      const before = adds ? t.of(out, [cols]) : undefined;
      if (rows === 0) return before ?? t.run('Fill', {}, { shape: [cols], value: 0, dtype: 'float32' });
      const result = sumOver(t, t.of(x, [rows, cols]), [0]);
      return before === undefined ? result : t.run('Add', { a: before, b: result });
    });

/** Turns each row into a row as long. */
const row =
  (t: TfjsOps, formula: Reduction) =>
  (out: Box, x: Box, rows: number, cols: number, _: number, stride: number): void =>
    t.write(out, () => {
      const given = stride === 0 ? 1 : rows;
      return repeated(t, formula(t, t.of(x, [given, cols])), [rows, cols]);
    });

const cumulative =
  (kernel: string): Reduction =>
  (t, x) =>
    t.run(kernel, { x }, { axis: 1, exclusive: false, reverse: false });

const softmax: Reduction = (t, logits) => t.run('Softmax', { logits }, { dim: 1 });

/** `x - max - log(sum exp(x - max))`. */
const logSoftmax: Reduction = (t, x) => {
  const column = { ...largest(t, x), shape: [x.shape[0]!, 1] };
  const shifted = t.run('Sub', { a: x, b: column });
  const total = { ...sum(t, t.run('Exp', { x: shifted })), shape: [x.shape[0]!, 1] };
  return t.run('Sub', { a: shifted, b: t.run('Log', { x: total }) });
};

/** The kernels over whole rows. */
export const rowKernels = (t: TfjsOps) => ({
  'reduce.max': reduce(t, -Infinity, largest),
  'reduce.min': reduce(t, Infinity, smallest),
  'reduce.prod': reduce(t, 1, prod),
  'reduce.sum': reduce(t, 0, sum),
  'reduceArgument.max': reduce(t, 0, argument('ArgMax')),
  'reduceArgument.min': reduce(t, 0, argument('ArgMin')),
  columnSum: columnSum(t, false),
  columnSumAdd: columnSum(t, true),
  'row.cumprod': row(t, cumulative('Cumprod')),
  'row.cumsum': row(t, cumulative('Cumsum')),
  'row.logSoftmax': row(t, logSoftmax),
  'row.softmax': row(t, softmax),
  'sort.ascending': sort(t, false),
  'sort.descending': sort(t, true),
});
