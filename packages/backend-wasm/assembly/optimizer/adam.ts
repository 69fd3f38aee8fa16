import { madd } from '../madd';
import { Four, One } from '../width';

/** One step of the elements at these addresses; `rate` and `scale` have the bias corrections in them. */
// @ts-ignore: decorator
@inline
function step<W>(
  parameter: usize,
  m: usize,
  v: usize,
  largest: usize,
  gradient: usize,
  rate: v128,
  beta1: f64,
  beta2: f64,
  epsilon: v128,
  weightDecay: v128,
  scale: v128,
  amsgrad: i32,
): void {
  const width = changetype<W>(0);
  const p = width.load(parameter);
  const g = madd(weightDecay, p, width.load(gradient));
  const mean = madd(splat(beta1), width.load(m), f32x4.mul(splat(1 - beta1), g));
  const square = madd(splat(beta2), width.load(v), f32x4.mul(f32x4.mul(splat(1 - beta2), g), g));
  width.store(m, mean);
  width.store(v, square);
  let top = square;
  if (amsgrad == 1) {
    top = f32x4.max(width.load(largest), square);
    width.store(largest, top);
  }
  const size = madd(f32x4.sqrt(top), scale, epsilon);
  width.store(parameter, f32x4.sub(p, f32x4.div(f32x4.mul(rate, mean), size)));
}

/** Numbers are rounded to float32 once, after what can be computed of them in double precision. */
// @ts-ignore: decorator
@inline
function splat(value: f64): v128 {
  return f32x4.splat(<f32>value);
}

/** Adam as in torch. */
export function adamStep(
  parameter: usize,
  m: usize,
  v: usize,
  largest: usize,
  gradient: usize,
  rows: u32,
  cols: u32,
  learningRate: f64,
  beta1: f64,
  beta2: f64,
  epsilon: f64,
  weightDecay: f64,
  correction1: f64,
  correction2: f64,
  amsgrad: i32,
): void {
  const rate = splat(learningRate / correction1);
  const scale = splat(1 / sqrt(correction2));
  const least = splat(epsilon);
  const decay = splat(weightDecay);
  const count = rows * cols;
  let i: u32 = 0;
  for (; i < (count & ~3); i += 4) {
    step<Four>(parameter, m, v, largest, gradient, rate, beta1, beta2, least, decay, scale, amsgrad);
    parameter += 16;
    m += 16;
    v += 16;
    largest += 16;
    gradient += 16;
  }
  for (; i < count; i++) {
    step<One>(parameter, m, v, largest, gradient, rate, beta1, beta2, least, decay, scale, amsgrad);
    parameter += 4;
    m += 4;
    v += 4;
    largest += 4;
    gradient += 4;
  }
}
