import { differentiable } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { add, div, mul, sub } from './binary.ts';
import { cast } from './cast.ts';
import { greater } from './compare.ts';
import { zeros } from './creation.ts';
import { matrixOf } from './define-binary.ts';
import { checkTensor, makeTensor } from './make.ts';

type Floats = Tensor<'float32'>;
type Member =
  | 'abs'
  | 'atan'
  | 'ceil'
  | 'cos'
  | 'cosh'
  | 'erf'
  | 'exp'
  | 'expm1'
  | 'floor'
  | 'log'
  | 'log1p'
  | 'neg'
  | 'reciprocal'
  | 'relu'
  | 'round'
  | 'rsqrt'
  | 'sigmoid'
  | 'sign'
  | 'sin'
  | 'sinh'
  | 'sqrt'
  | 'square'
  | 'tanh';

/** The gradient of an element: from that of the result `y = f(x)`. */
type Rule = (g: Floats, x: Floats, y: Floats) => Floats;

/** An op on every element, with its derivative. */
function unary(name: Member, saves: 'x' | 'y' | 'none', rule: Rule) {
  const kernel = `unary.${name}` as const;
  const gradients = [(g: Floats, [value]: readonly Tensor[]) => rule(g, value as Floats, value as Floats)];
  return (x: Floats): Floats => {
    checkTensor(name, 'x', x, 'float32');
    const { backend, shape } = x;
    const out = makeTensor(backend, shape, 'float32');
    const [rows, cols] = matrixOf(shape);
    backend.kernels[kernel](out.storage(), x.storage(), rows, cols, cols, cols);
    return differentiable(name, [x], out, saves === 'x' ? [x] : saves === 'y' ? [out] : [], gradients);
  };
}

/** The derivative of a step function: 0 also at the steps, as in torch. */
const flat: Rule = ({ shape, backend }) => zeros(shape, { backend });

/** `|x|`; the derivative at 0 is 0. */
export const abs = unary('abs', 'x', (g, x) => mul(g, sign(x))); // sign(x)

/** Arc tangent, in radians. */
export const atan = unary('atan', 'x', (g, x) => div(g, add(square(x), 1))); // 1 / (1 + x^2)

/** The least whole number that is not below `x`; the derivative is 0. */
export const ceil = unary('ceil', 'none', flat); // 0

/** Cosine of radians. */
export const cos = unary('cos', 'x', (g, x) => neg(mul(g, sin(x)))); // -sin x

/** Hyperbolic cosine. */
export const cosh = unary('cosh', 'x', (g, x) => mul(g, sinh(x))); // sinh x

/** The error function, `2 / sqrt(pi)` times the integral of `exp(-t^2)` from 0 to `x`. */
export const erf = unary('erf', 'x', (g, x) => mul(g, mul(exp(neg(square(x))), 2 / Math.sqrt(Math.PI)))); // 2 / sqrt(pi) e^(-x^2)

/** `e ** x` */
export const exp = unary('exp', 'y', (g, _, y) => mul(g, y)); // e^x

/** `e ** x - 1`, exact near 0. */
export const expm1 = unary('expm1', 'y', (g, _, y) => mul(g, add(y, 1))); // e^x = y + 1

/** The greatest whole number that is not above `x`; the derivative is 0. */
export const floor = unary('floor', 'none', flat); // 0

/** Natural logarithm. */
export const log = unary('log', 'x', (g, x) => div(g, x)); // 1/x

/** Natural logarithm of `1 + x`, exact near 0. */
export const log1p = unary('log1p', 'x', (g, x) => div(g, add(x, 1))); // 1 / (1 + x)

/** `-x` */
export const neg = unary('neg', 'none', (g) => neg(g)); // -1

/** `1 / x` */
export const reciprocal = unary('reciprocal', 'y', (g, _, y) => neg(mul(g, square(y)))); // -1 / x^2 = -y^2

/** `max(x, 0)`; the derivative at 0 is 0. */
export const relu = unary('relu', 'x', (g, x) => mul(g, cast(greater(x, 0), 'float32'))); // 1 where x > 0

/** The nearest whole number, halves to the even one; the derivative is 0. */
export const round = unary('round', 'none', flat); // 0

/** `1 / sqrt(x)` */
export const rsqrt = unary('rsqrt', 'y', (g, _, y) => mul(mul(g, -0.5), mul(y, square(y)))); // -y^3 / 2

/** `1 / (1 + exp(-x))` */
export const sigmoid = unary('sigmoid', 'y', (g, _, y) => mul(g, mul(y, sub(1, y)))); // y (1 - y)

/** -1, 0 or 1; the derivative is 0. */
export const sign = unary('sign', 'none', flat); // 0

/** Sine of radians. */
export const sin = unary('sin', 'x', (g, x) => mul(g, cos(x))); // cos x

/** Hyperbolic sine. */
export const sinh = unary('sinh', 'x', (g, x) => mul(g, cosh(x))); // cosh x

/** Square root. */
export const sqrt = unary('sqrt', 'y', (g, _, y) => div(mul(g, 0.5), y)); // 1 / (2 sqrt x)

/** `x * x` */
export const square = unary('square', 'x', (g, x) => mul(g, mul(x, 2))); // 2x

/** Hyperbolic tangent. */
export const tanh = unary('tanh', 'y', (g, _, y) => mul(g, sub(1, mul(y, y)))); // 1 - y^2
