// What the kernels shall be, in double precision.

/** @type {Readonly<Record<string, (x: number) => number>>} */
export const unaryReferences = {
  abs: Math.abs,
  atan: Math.atan,
  ceil: Math.ceil,
  cos: Math.cos,
  cosh: Math.cosh,
  erf,
  exp: Math.exp,
  expm1: Math.expm1,
  floor: Math.floor,
  log: Math.log,
  log1p: Math.log1p,
  neg: (x) => -x,
  reciprocal: (x) => 1 / x,
  relu: (x) => (x < 0 ? 0 : x),
  round: (x) => (Math.abs(x) < 2 ** 23 ? withSignOf(x, Math.abs(x) + 2 ** 52 - 2 ** 52) : x),
  rsqrt: (x) => 1 / Math.sqrt(x),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  sign: Math.sign,
  sin: Math.sin,
  sinh: Math.sinh,
  softplus: (x) => Math.log1p(Math.exp(-Math.abs(x))) + (x < 0 ? 0 : x),
  sqrt: Math.sqrt,
  square: (x) => x * x,
  tanh: Math.tanh,
};

/** @type {Readonly<Record<string, (a: number, b: number) => number>>} */
export const binaryReferences = {
  atan2: Math.atan2,
  pow: (a, b) => (a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b),
};

/** @param {number} x @param {number} size */
function withSignOf(x, size) {
  return x < 0 || Object.is(x, -0) ? -size : size;
}

/**
 * Series near zero, continued fraction beyond (Abramowitz and Stegun 1964, 7.1.6 and 7.1.14).
 * @param {number} x
 */
function erf(x) {
  const size = Math.abs(x);
  if (size < 1e-5) return (2 / Math.sqrt(Math.PI)) * x * (1 - (x * x) / 3);
  if (!(size < 6)) return Math.sign(x);
  const scale = Math.exp(-x * x) / Math.sqrt(Math.PI);
  if (size < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) sum += term *= (2 * x * x) / (2 * n + 1);
    return 2 * scale * sum;
  }
  let tail = size;
  for (let k = 60; k > 0; k--) tail = size + k / 2 / tail;
  return withSignOf(x, 1 - scale / tail);
}
