import { defineFloatBinary, withIntegers } from './define-binary.ts';

/** `a + b`, broadcasting. @throws ShapeError, DTypeError */
export const add = withIntegers(
  'add',
  defineFloatBinary({
    name: 'add',
    scalar: ['scalar.add', 'scalar.add'],
    saves: false,
    rules: [
      (g) => g, // d(a + b)/da = 1
      (g) => g,
    ],
  }),
);

/** `a - b`, broadcasting. @throws ShapeError, DTypeError */
export const sub = withIntegers(
  'sub',
  defineFloatBinary({
    name: 'sub',
    scalar: ['scalar.sub', 'scalar.subFrom'],
    saves: false,
    rules: [
      (g) => g,
      (g) => mul(g, -1), // d(a - b)/db = -1
    ],
  }),
);

/** `a * b`, broadcasting. @throws ShapeError, DTypeError */
export const mul = withIntegers(
  'mul',
  defineFloatBinary({
    name: 'mul',
    scalar: ['scalar.mul', 'scalar.mul'],
    rules: [
      (g, _, b) => mul(g, b), // d(ab)/da = b
      (g, a) => mul(g, a),
    ],
  }),
);

/** `a / b`, broadcasting. @throws ShapeError, DTypeError */
export const div = defineFloatBinary({
  name: 'div',
  scalar: ['scalar.div', 'scalar.divInto'],
  rules: [
    (g, _, b) => div(g, b), // d(a/b)/da = 1/b
    (g, _, b, out) => mul(div(mul(g, out), b), -1), // d(a/b)/db = -(a/b)/b
  ],
});
