import {
  abs,
  add,
  concat,
  exp,
  full,
  greaterEqual,
  log,
  logSigmoid,
  maximum,
  mul,
  neg,
  relu,
  sigmoid,
  slice,
  softplus,
  sub,
  type Tensor,
  where,
} from '@ostinato/tensor';

type Floats = Tensor<'float32'>;

/** Stands for the logarithm of 0: its exponential is 0, and the difference of two of them is a number. */
const logZero = -1e30;

/** `log(exp(a) + exp(b))`, without leaving the range of floats. */
const logAddExp = (a: Floats, b: Floats): Floats =>
  add(maximum(a, b), softplus(neg(abs(sub(a, b))), { threshold: Infinity }));

/** Steps moved `by` places toward the end; `value` moves in. */
function later(x: Floats, by: number, value: number): Floats {
  const blank = full([by, ...x.shape.slice(1)], value, { backend: x.backend });
  return concat([blank, slice(x, 0, 0, x.shape[0]! - by)], 0);
}

/**
 * All `h_t = a_t h_(t-1) + b_t` at once, from the logarithms of `a` and `b`, both `[steps, batch, size]`, and `h_0 [batch, size]`, of
 * any sign. In log2(steps) rounds, each of which doubles how many steps a value sums up (Hillis and Steele 1986; in log space
 * Heinsen 2023). Where `keep [steps, batch, 1]` is false a step changes nothing.
 */
export function logSpaceScan(logA: Floats, logB: Floats, init: Floats, keep?: Tensor<'bool'>): Floats {
  const steps = logA.shape[0]!;
  let decay = keep === undefined ? logA : where(keep, logA, 0);
  const written = maximum(logB, logZero);
  let value = keep === undefined ? written : where(keep, written, logZero);
  for (let distance = 1; distance < steps; distance *= 2) {
    value = logAddExp(value, add(decay, later(value, distance, logZero)));
    decay = add(decay, later(decay, distance, 0));
  }
  return add(mul(exp(decay), init), exp(value));
}

/** `x + 1/2`, below 0 `sigmoid(x)`: keeps candidates above 0, so that they have a logarithm (Feng et al. 2024). */
export const positive = (x: Floats): Floats => where(greaterEqual(x, 0), add(x, 0.5), sigmoid(x));

/** The logarithm of `positive(x)`. */
export const logPositive = (x: Floats): Floats => where(greaterEqual(x, 0), log(add(relu(x), 0.5)), logSigmoid(x));
