import type { Tensor } from '../tensor.ts';
import { add, div, mul } from './binary.ts';
import { equal } from './compare.ts';
import { defineFloatBinary } from './define-binary.ts';
import { neg } from './unary.ts';
import { where } from './where.ts';

type Operand = Tensor<'float32'> | number;

/** `y^2 + x^2` (both operands are tensors in rules), 1 at the origin, where the derivative is taken as 0. */
function squaredRadius(y: Operand, x: Operand): Tensor<'float32'> {
  const sum = add(mul(y, y), mul(x, x)) as Tensor<'float32'>;
  return where(equal(sum, 0), 1, sum);
}

/** The angle of the point `(x, y)` in radians, -pi to pi, broadcasting; `y` comes first. */
export const atan2 = defineFloatBinary({
  name: 'atan2',
  rules: [
    (g, y, x) => div(mul(g, x), squaredRadius(y, x)), // d/dy = x / (x^2 + y^2)
    (g, y, x) => neg(div(mul(g, y), squaredRadius(y, x))), // d/dx = -y / (x^2 + y^2)
  ],
});
