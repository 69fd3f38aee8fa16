import type { RequiredKernelName } from '@ostinato/backend';
import type { TfjsOps } from '../ops.ts';
import type { TensorInfo } from '../tfjs.ts';
import { repeated, select } from './select.ts';

/** A result from operands that broadcast, in kernels of tfjs. */
export type Formula = (t: TfjsOps, a: TensorInfo, b: TensorInfo) => TensorInfo;

/** The members of a family of kernels: `add` of `binary.add`. */
export type Member<F extends string> = RequiredKernelName extends infer N
  ? N extends `${F}.${infer M}`
    ? M
    : never
  : never;

const unary =
  (kernel: string): Formula =>
  (t, x) =>
    t.run(kernel, { x });
const binary =
  (kernel: string): Formula =>
  (t, a, b) =>
    t.run(kernel, { a, b });

/** Functions with f(0) = 0 that pass 0, -0 and NaN on, where the kernel forgets the sign of zero or NaN. */
export const keeping =
  (formula: Formula): Formula =>
  (t, x, y) =>
    select(t, t.run('Greater', { a: t.run('Abs', { x }), b: t.scalar(0) }), formula(t, x, y), x);

/** The kernel makes 0 of -0. */
const relu: Formula = (t, x) => select(t, t.run('Less', { a: x, b: t.scalar(0) }), t.scalar(0), x);

/** The formula of each `unary` member. */
export const unaryFormulas: Record<Member<'unary'>, Formula> = {
  abs: unary('Abs'),
  atan: unary('Atan'),
  ceil: unary('Ceil'),
  cos: unary('Cos'),
  cosh: unary('Cosh'),
  erf: unary('Erf'),
  exp: unary('Exp'),
  expm1: unary('Expm1'),
  floor: unary('Floor'),
  log: unary('Log'),
  log1p: keeping(unary('Log1p')),
  neg: unary('Neg'),
  reciprocal: unary('Reciprocal'),
  relu,
  round: unary('Round'),
  rsqrt: unary('Rsqrt'),
  sigmoid: unary('Sigmoid'),
  sign: keeping(unary('Sign')),
  sin: keeping(unary('Sin')),
  sinh: unary('Sinh'),
  softplus: unary('Softplus'),
  sqrt: unary('Sqrt'),
  square: unary('Square'),
  tanh: unary('Tanh'),
};

/** Passes on NaN of the second operand, which the kernel forgets on wasm. */
const passingNaN =
  (formula: Formula): Formula =>
  (t, a, b) => {
    const result = formula(t, a, b);
    const other = repeated(t, b, result.shape);
    return select(t, t.run('IsNan', { x: other }), other, result);
  };

/** 1 to any power is 1, and so is -1 to an infinite one: IEEE 754, not JavaScript. */
const pow: Formula = (t, a, b) => {
  const result = t.run('Pow', { a, b });
  const one = t.run('Equal', { a, b: t.scalar(1) });
  const endless = t.run('LogicalAnd', { a: t.run('Equal', { a, b: t.scalar(-1) }), b: t.run('IsInf', { x: b }) });
  const isOne = t.run('LogicalOr', { a: repeated(t, one, result.shape), b: repeated(t, endless, result.shape) });
  return select(t, isOne, t.scalar(1), result);
};

/** The formula of each `binary` member. */
export const binaryFormulas: Record<Member<'binary'>, Formula> = {
  add: binary('Add'),
  atan2: binary('Atan2'),
  div: binary('RealDiv'),
  maximum: passingNaN(binary('Maximum')),
  minimum: passingNaN(binary('Minimum')),
  mul: binary('Multiply'),
  pow,
  sub: binary('Sub'),
};

/** 0 where `|x| <= value`; NaN is not. */
const hardShrink: Formula = (t, x, value) => {
  const size = t.run('Abs', { x });
  return select(t, t.run('LessEqual', { a: size, b: value }), t.scalar(0), x);
};

const swapped =
  (formula: Formula): Formula =>
  (t, x, value) =>
    formula(t, value, x);

/** The formula of each `scalar` member, of an operand and a number, from those of `binary`. */
export function scalarFormulas(binaries: typeof binaryFormulas): Record<Member<'scalar'>, Formula> {
  const { add, div, maximum, minimum, mul, pow, sub } = binaries;
  return {
    ...{ add, div, maximum, minimum, mul, pow, sub },
    ...{ divInto: swapped(div), powOf: swapped(pow), subFrom: swapped(sub) },
    hardShrink,
  };
}

/** The formula of each `binaryInt` member. */
export const binaryIntFormulas: Record<Member<'binaryInt'>, Formula> = {
  add: binary('Add'),
  maximum: binary('Maximum'),
  minimum: binary('Minimum'),
  mul: binary('Multiply'),
  sub: binary('Sub'),
};

/** The formula of each comparison. */
export const compareFormulas: Record<Member<'compare'>, Formula> = {
  equal: binary('Equal'),
  greater: binary('Greater'),
  greaterEqual: binary('GreaterEqual'),
  less: binary('Less'),
  lessEqual: binary('LessEqual'),
  notEqual: binary('NotEqual'),
};

/** The formula of each logical operation. */
export const logicalFormulas: Record<Member<'logical'>, Formula> = {
  and: binary('LogicalAnd'),
  or: binary('LogicalOr'),
  xor: binary('NotEqual'),
};
