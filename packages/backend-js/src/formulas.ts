import { erf } from './erf.ts';

/** Nearest integer, ties to even, as IEEE 754 and torch round. */
function roundToEven(x: number): number {
  const rounded = Math.round(x);
  return Math.abs(x % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** The larger or the smaller number; NaN if either is. */
const maximum = (a: number, b: number): number => (a > b || Number.isNaN(a) ? a : b);
const minimum = (a: number, b: number): number => (a < b || Number.isNaN(a) ? a : b);

/** The formula of each `unary` member. */
export const unaryFormulas = {
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
  neg: (x: number) => -x,
  reciprocal: (x: number) => 1 / x,
  relu: (x: number) => (x < 0 ? 0 : x),
  round: roundToEven,
  rsqrt: (x: number) => 1 / Math.sqrt(x),
  sigmoid: (x: number) => 1 / (1 + Math.exp(-x)),
  sign: Math.sign,
  sin: Math.sin,
  sinh: Math.sinh,
  softplus: (x: number) => Math.log1p(Math.exp(-Math.abs(x))) + maximum(x, 0),
  sqrt: Math.sqrt,
  square: (x: number) => x * x,
  tanh: Math.tanh,
};

/** The formula of each `binary` member. */
export const binaryFormulas = {
  add: (a: number, b: number) => a + b,
  atan2: Math.atan2,
  div: (a: number, b: number) => a / b,
  maximum,
  minimum,
  mul: (a: number, b: number) => a * b,
  // JavaScript makes 1 ** NaN and 1 ** Infinity NaN; IEEE 754 and torch make them 1.
  pow: (a: number, b: number) => (a === 1 ? 1 : a === -1 && Math.abs(b) === Infinity ? 1 : a ** b),
  sub: (a: number, b: number) => a - b,
};

/** The formula of each `scalar` member. */
export const scalarFormulas = {
  add: binaryFormulas.add,
  div: binaryFormulas.div,
  divInto: (x: number, value: number) => value / x,
  hardShrink: (x: number, value: number) => (Math.abs(x) <= value ? 0 : x),
  maximum,
  minimum,
  mul: binaryFormulas.mul,
  pow: binaryFormulas.pow,
  powOf: (x: number, value: number) => binaryFormulas.pow(value, x),
  sub: binaryFormulas.sub,
  subFrom: (x: number, value: number) => value - x,
};

/** The formula of each `binaryInt` member, with 32-bit wrap-around. */
export const binaryIntFormulas = {
  add: (a: number, b: number) => (a + b) | 0,
  maximum: Math.max,
  minimum: Math.min,
  mul: Math.imul,
  sub: (a: number, b: number) => (a - b) | 0,
};

/** The formula of each comparison. */
export const compareFormulas = {
  equal: (a: number, b: number) => +(a === b),
  greater: (a: number, b: number) => +(a > b),
  greaterEqual: (a: number, b: number) => +(a >= b),
  less: (a: number, b: number) => +(a < b),
  lessEqual: (a: number, b: number) => +(a <= b),
  notEqual: (a: number, b: number) => +(a !== b),
};

/** The formula of each logical operation. */
export const logicalFormulas = {
  and: (a: number, b: number) => a & b,
  or: (a: number, b: number) => a | b,
  xor: (a: number, b: number) => a ^ b,
};
