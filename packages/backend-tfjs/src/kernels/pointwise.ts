import type { DType } from '@ostinato/base';
import type { Box } from '../box.ts';
import type { TfjsOps } from '../ops.ts';
import type { TensorInfo } from '../tfjs.ts';
import { repeated, select } from './select.ts';
import {
  binaryFormulas,
  binaryIntFormulas,
  compareFormulas,
  type Formula,
  logicalFormulas,
  type Member,
  scalarFormulas,
  unaryFormulas,
} from './formulas.ts';
import { binaryShaderFormulas, unaryShaderFormulas } from './shader-formulas.ts';

/** `{ add: formula }` to `{ 'binary.add': make(formula) }`; a member that is missing, or that there is not, does not compile. */
function family<F extends string, K>(
  name: F,
  formulas: Record<Member<F>, Formula>,
  make: (formula: Formula) => K,
): Record<`${F}.${Member<F>}`, K> {
  const entries = Object.entries<Formula>(formulas).map(([member, formula]) => [`${name}.${member}`, make(formula)]);
  return Object.fromEntries(entries) as Record<`${F}.${Member<F>}`, K>;
}

/** An operand as rows and columns, of which there is one where its stride is 0. */
const matrix = (t: TfjsOps, box: Box, rows: number, cols: number, stride: number, column = 1): TensorInfo =>
  t.of(box, [stride === 0 ? 1 : rows, column === 0 ? 1 : cols]);

/** Kernels on one operand. */
const unary =
  (t: TfjsOps) =>
  (formula: Formula) =>
  (out: Box, x: Box, rows: number, cols: number, _: number, stride: number): void =>
    t.write(out, () => {
      const operand = matrix(t, x, rows, cols, stride);
      return repeated(t, formula(t, operand, operand), [rows, cols]);
    });

/** Kernels on two operands. */
const binary =
  (t: TfjsOps) =>
  (formula: Formula) =>
  (
    out: Box,
    a: Box,
    b: Box,
    rows: number,
    cols: number,
    _: number,
    aStride: number,
    bStride: number,
    aColumn: number,
    bColumn: number,
  ): void =>
    t.write(out, () => {
      const [left, right] = [matrix(t, a, rows, cols, aStride, aColumn), matrix(t, b, rows, cols, bStride, bColumn)];
      return repeated(t, formula(t, left, right), [rows, cols]);
    });

/** Kernels on an operand and a number. */
const scalar =
  (t: TfjsOps) =>
  (formula: Formula) =>
  (out: Box, x: Box, rows: number, cols: number, _: number, stride: number, value: number): void =>
    t.write(out, () => repeated(t, formula(t, matrix(t, x, rows, cols, stride), t.scalar(value)), [rows, cols]));

type Choice = (t: TfjsOps, condition: TensorInfo, a: TensorInfo, b: TensorInfo) => TensorInfo;

const where =
  (t: TfjsOps, choose: Choice) =>
  (
    out: Box,
    condition: Box,
    a: Box,
    b: Box,
    rows: number,
    cols: number,
    _: number,
    conditionStride: number,
    aStride: number,
    bStride: number,
    conditionColumn: number,
    aColumn: number,
    bColumn: number,
  ): void =>
    t.write(out, () => {
      const whole = (box: Box, stride: number, column: number) =>
        repeated(t, matrix(t, box, rows, cols, stride, column), [rows, cols]);
      const [yes, no] = [whole(a, aStride, aColumn), whole(b, bStride, bColumn)];
      return choose(t, whole(condition, conditionStride, conditionColumn), yes, no);
    });

/** The kernel Select reads beyond bools on wasm. */
const whereBool: Choice = (t, condition, a, b) =>
  t.run('LogicalOr', {
    a: t.run('LogicalAnd', { a: condition, b: a }),
    b: t.run('LogicalAnd', { a: t.run('LogicalNot', { x: condition }), b }),
  });

const fill =
  (t: TfjsOps, dtype: DType) =>
  (out: Box, rows: number, cols: number, _: number, value: number): void =>
    t.write(out, () => t.run('Fill', {}, { shape: [rows, cols], value, dtype }));

/** Values are shared: a copy of all of them is one more name for them. */
const copy: Formula = (_, x) => x;

const to =
  (dtype: DType): Formula =>
  (t, x) =>
    t.run('Cast', { x }, { dtype });

/** Anything but zero is true. */
const truth =
  (zero: DType): Formula =>
  (t, x) =>
    compareFormulas.notEqual(t, x, t.scalar(0, zero));

/** The kernels that treat every element alone. */
export function pointwise(t: TfjsOps) {
  const [one, two] = [unary(t), binary(t)];
  const unaries = t.shaders ? { ...unaryFormulas, ...unaryShaderFormulas } : unaryFormulas;
  const binaries = t.shaders ? { ...binaryFormulas, ...binaryShaderFormulas } : binaryFormulas;
  return {
    ...family('unary', unaries, one),
    ...family('scalar', scalarFormulas(binaries), scalar(t)),
    ...family('binary', binaries, two),
    ...family('binaryInt', binaryIntFormulas, two),
    ...family('compare', compareFormulas, two),
    ...family('compareInt', compareFormulas, two),
    ...family('logical', logicalFormulas, two),
    logicalNot: one((t, x) => t.run('LogicalNot', { x })),
    'where.float32': where(t, select),
    'where.int32': where(t, select),
    'where.bool': where(t, whereBool),
    'fill.float32': fill(t, 'float32'),
    'fill.int32': fill(t, 'int32'),
    'fill.bool': fill(t, 'bool'),
    'copy.float32': one(copy),
    'copy.int32': one(copy),
    'copy.bool': one(copy),
    'cast.float32.int32': one(to('int32')),
    'cast.float32.bool': one(truth('float32')),
    'cast.int32.float32': one(to('float32')),
    'cast.int32.bool': one(truth('int32')),
    'cast.bool.float32': one(to('float32')),
    'cast.bool.int32': one(to('int32')),
  };
}
