import type { TfjsOps } from '../ops.ts';
import type { TensorInfo } from '../tfjs.ts';
import { binaryFormulas, type Formula, keeping, type Member, unaryFormulas } from './formulas.ts';
import { repeated, select } from './select.ts';

/*
 * What graphics cards compute otherwise than IEEE 754: shaders of tfjs lose the sign of zero or NaN, GLSL leaves the accuracy of sine and
 * cosine open, and tfjs makes 0 / 0 and infinity / infinity 1.
 */

const add = (t: TfjsOps, a: TensorInfo, b: TensorInfo | number): TensorInfo =>
  t.run('Add', { a, b: typeof b === 'number' ? t.scalar(b) : b });
const mul = (t: TfjsOps, a: TensorInfo, b: TensorInfo | number): TensorInfo =>
  t.run('Multiply', { a, b: typeof b === 'number' ? t.scalar(b) : b });
const below = (t: TfjsOps, a: TensorInfo, b: number): TensorInfo => t.run('Less', { a, b: t.scalar(b) });

/** A polynomial by Horner's rule; the highest power first. */
const polynomial = (t: TfjsOps, x: TensorInfo, [first, ...rest]: readonly number[]): TensorInfo =>
  rest.slice(1).reduce((sum, c) => add(t, mul(t, sum, x), c), add(t, mul(t, x, first!), rest[0]!));

/** The rest of x / (pi / 2) and the number of quarter turns, modulo 4 (Cody and Waite 1980: pi / 2 in three parts). */
function quarterTurns(t: TfjsOps, x: TensorInfo): { r: TensorInfo; quarter: TensorInfo } {
  const k = t.run('Round', { x: mul(t, x, 2 / Math.PI) });
  const r = [-1.5703125, -4.837512969970703125e-4, -7.549789948768648e-8].reduce(
    (rest, part) => add(t, rest, mul(t, k, part)),
    x,
  );
  const wholes = t.run('Floor', { x: mul(t, k, 0.25) });
  return { r, quarter: add(t, k, mul(t, wholes, -4)) };
}

/** sin(x + turns pi / 2), by minimax polynomials on [-pi/4, pi/4] (coefficients of Cephes, Moshier 1992). */
const sine =
  (turns: number): Formula =>
  (t, x) => {
    const { r, quarter } = quarterTurns(t, x);
    const r2 = t.run('Square', { x: r });
    const s = add(
      t,
      r,
      mul(t, mul(t, r, r2), polynomial(t, r2, [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1])),
    );
    const c = add(
      t,
      add(
        t,
        mul(t, r2, -0.5),
        mul(
          t,
          t.run('Square', { x: r2 }),
          polynomial(t, r2, [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2]),
        ),
      ),
      1,
    );
    const is = (...quarters: number[]) =>
      quarters
        .map((q) => t.run('Equal', { a: quarter, b: t.scalar((q + 4 - turns) % 4) }))
        .reduce((a, b) => t.run('LogicalOr', { a, b }));
    const size = select(t, is(1, 3), c, s);
    return select(t, is(2, 3), t.run('Neg', { x: size }), size);
  };

/** Passes NaN on. */
const keepingNaN =
  (formula: Formula): Formula =>
  (t, x, y) =>
    select(t, t.run('IsNan', { x }), x, formula(t, x, y));

/** The logarithm of less than 0 is NaN. */
const log1p: Formula = (t, x) => select(t, below(t, x, -1), t.run('Log', { x }), unaryFormulas.log1p(t, x, x));

/** The product with the reciprocal is NaN where 0 / 0 and infinity / infinity should be. */
const div: Formula = (t, a, b) => {
  const product = mul(t, a, t.run('Reciprocal', { x: b }));
  return select(t, t.run('IsNan', { x: product }), product, binaryFormulas.div(t, a, b));
};

/** Of 0 and -0 by the sign of b, which may be that of a zero. */
const atan2: Formula = (t, a, b) => {
  const result = binaryFormulas.atan2(t, a, b);
  const isNegative = (x: TensorInfo) =>
    t.run('LogicalOr', { a: below(t, x, 0), b: below(t, t.run('Reciprocal', { x }), 0) });
  const [y, x] = [repeated(t, a, result.shape), repeated(t, b, result.shape)];
  const zero = t.run('LogicalAnd', {
    a: t.run('Equal', { a: y, b: t.scalar(0) }),
    b: t.run('LogicalNot', { x: t.run('IsNan', { x }) }),
  });
  const half = select(t, isNegative(y), t.scalar(-Math.PI), t.scalar(Math.PI));
  return select(t, zero, select(t, isNegative(x), half, y), result);
};

/** What replaces the formulas of `unary` where shaders compute. */
export const unaryShaderFormulas = {
  cos: sine(1),
  cosh: keepingNaN(unaryFormulas.cosh),
  erf: keeping(unaryFormulas.erf),
  expm1: keeping(unaryFormulas.expm1),
  log1p,
  sin: keeping(sine(0)),
  sinh: keeping(unaryFormulas.sinh),
  softplus: keepingNaN(unaryFormulas.softplus),
  tanh: keeping(unaryFormulas.tanh),
} satisfies Partial<Record<Member<'unary'>, Formula>>;

/** The same of `binary`. */
export const binaryShaderFormulas = { atan2, div };
