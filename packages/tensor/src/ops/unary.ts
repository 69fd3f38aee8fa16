import { differentiable } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { div, mul, sub } from './binary.ts';
import { cast } from './cast.ts';
import { greater } from './compare.ts';
import { matrixOf } from './define-binary.ts';
import { checkTensor, makeTensor } from './make.ts';

type Floats = Tensor<'float32'>;
type Member = 'abs' | 'exp' | 'log' | 'neg' | 'relu' | 'sigmoid' | 'sqrt' | 'square' | 'tanh';

/** The gradient of an element: from that of the result `y = f(x)`. */
type Rule = (g: Floats, x: Floats, y: Floats) => Floats;

/** An op on every element, with its derivative. */
function unary(name: Member, saves: 'x' | 'y' | 'none', rule: Rule) {
  return (x: Floats): Floats => {
    checkTensor(name, 'x', x, 'float32');
    const out = makeTensor(x.backend, x.shape, 'float32');
    const [rows, cols] = matrixOf(x.shape);
    x.backend.kernels[`unary.${name}`](out.storage(), x.storage(), rows, cols, cols, cols);
    const saved = saves === 'x' ? [x] : saves === 'y' ? [out] : [];
    return differentiable(name, [x], out, saved, [(g, [value]) => rule(g, value!, value!)]);
  };
}

/** `|x|`; the derivative at 0 is 0. */
export const abs = unary('abs', 'x', (g, x) => mul(g, sub(cast(greater(x, 0), 'float32'), cast(greater(0, x), 'float32')))); // sign(x)

/** `e ** x` */
export const exp = unary('exp', 'y', (g, _, y) => mul(g, y)); // e^x

/** Natural logarithm. */
export const log = unary('log', 'x', (g, x) => div(g, x)); // 1/x

/** `-x` */
export const neg = unary('neg', 'none', (g) => neg(g)); // -1

/** `max(x, 0)`; the derivative at 0 is 0. */
export const relu = unary('relu', 'x', (g, x) => mul(g, cast(greater(x, 0), 'float32'))); // 1 where x > 0

/** `1 / (1 + exp(-x))` */
export const sigmoid = unary('sigmoid', 'y', (g, _, y) => mul(g, mul(y, sub(1, y)))); // y (1 - y)

/** Square root. */
export const sqrt = unary('sqrt', 'y', (g, _, y) => div(mul(g, 0.5), y)); // 1 / (2 sqrt x)

/** `x * x` */
export const square = unary('square', 'x', (g, x) => mul(g, mul(x, 2))); // 2x

/** Hyperbolic tangent. */
export const tanh = unary('tanh', 'y', (g, _, y) => mul(g, sub(1, mul(y, y)))); // 1 - y^2

