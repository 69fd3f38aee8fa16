import { madd } from '../madd';
import { Four, One } from '../width';

/** Numbers are rounded to float32 once, after what can be computed of them in double precision. */
// @ts-ignore: decorator
@inline
function splat(value: f64): v128 {
  return f32x4.splat(<f32>value);
}

/** One step of the elements at these addresses. */
// @ts-ignore: decorator
@inline
function step<W>(
  parameter: usize,
  m: usize,
  gradient: usize,
  learningRate: f64,
  momentum: f64,
  dampening: f64,
  weightDecay: f64,
  nesterov: i32,
  first: i32,
): void {
  const width = changetype<W>(0);
  const p = width.load(parameter);
  let g = madd(splat(weightDecay), p, width.load(gradient));
  if (momentum != 0) {
    let velocity = g;
    if (first != 1) velocity = madd(splat(momentum), width.load(m), f32x4.mul(splat(1 - dampening), g));
    width.store(m, velocity);
    g = nesterov == 1 ? madd(splat(momentum), velocity, g) : velocity;
  }
  width.store(parameter, madd(splat(-learningRate), g, p));
}

/** SGD as in torch. */
export function sgdStep(
  parameter: usize,
  m: usize,
  gradient: usize,
  rows: u32,
  cols: u32,
  learningRate: f64,
  momentum: f64,
  dampening: f64,
  weightDecay: f64,
  nesterov: i32,
  first: i32,
): void {
  const count = rows * cols;
  let i: u32 = 0;
  for (; i < (count & ~3); i += 4, parameter += 16, m += 16, gradient += 16) {
    step<Four>(parameter, m, gradient, learningRate, momentum, dampening, weightDecay, nesterov, first);
  }
  for (; i < count; i++, parameter += 4, m += 4, gradient += 4) {
    step<One>(parameter, m, gradient, learningRate, momentum, dampening, weightDecay, nesterov, first);
  }
}
