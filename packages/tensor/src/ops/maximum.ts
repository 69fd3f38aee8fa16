import type { Tensor } from '../tensor.ts';
import { add, mul } from './binary.ts';
import { cast } from './cast.ts';
import { greater, greaterEqual, less, lessEqual } from './compare.ts';
import { defineFloatBinary, withIntegers } from './define-binary.ts';

type Operand = Tensor<'float32'> | number;
type Comparison = (a: Operand, b: Operand) => Tensor<'bool'>;

/** The part of the gradient that `mine` gets: all where it was chosen, half where the two are equal, as in torch. */
const share = (
  g: Tensor<'float32'>,
  mine: Operand,
  other: Operand,
  strictly: Comparison,
  atLeast: Comparison,
): Tensor<'float32'> => {
  const twice = add(cast(strictly(mine, other), 'float32'), cast(atLeast(mine, other), 'float32'));
  return mul(g, mul(twice, 0.5));
};

/** The larger of `a` and `b`, NaN if either is, broadcasting. Ties share the gradient, as in torch. */
export const maximum = withIntegers(
  'maximum',
  defineFloatBinary({
    name: 'maximum',
    scalar: ['scalar.maximum', 'scalar.maximum'],
    rules: [(g, a, b) => share(g, a, b, greater, greaterEqual), (g, a, b) => share(g, b, a, greater, greaterEqual)],
  }),
);

/** The smaller of `a` and `b`, NaN if either is, broadcasting. Ties share the gradient, as in torch. */
export const minimum = withIntegers(
  'minimum',
  defineFloatBinary({
    name: 'minimum',
    scalar: ['scalar.minimum', 'scalar.minimum'],
    rules: [(g, a, b) => share(g, a, b, less, lessEqual), (g, a, b) => share(g, b, a, less, lessEqual)],
  }),
);
