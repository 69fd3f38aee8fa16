import {
  binaryFormulas,
  binaryIntFormulas,
  compareFormulas,
  logicalFormulas,
  scalarFormulas,
  unaryFormulas,
} from './formulas.ts';
import { binaryLoop, fillLoop, scalarLoop, unaryLoop, whereLoop } from './loops.ts';

/** `{ add: f }` to `{ 'binary.add': make(f) }`. */
function family<F extends string, M extends string, A, K>(
  name: F,
  formulas: Record<M, A>,
  make: (formula: A) => K,
): Record<`${F}.${M}`, K> {
  const entries = Object.entries<A>(formulas).map(([member, formula]) => [`${name}.${member}`, make(formula)]);
  return Object.fromEntries(entries) as Record<`${F}.${M}`, K>;
}

const same = (x: number): number => x;
const truth = (x: number): number => +(x !== 0);

/** The kernels that treat every element alone. */
export const pointwise = {
  ...family('unary', unaryFormulas, (formula) => unaryLoop('float32', 'float32', formula)),
  ...family('scalar', scalarFormulas, scalarLoop),
  ...family('binary', binaryFormulas, (formula) => binaryLoop('float32', 'float32', formula)),
  ...family('binaryInt', binaryIntFormulas, (formula) => binaryLoop('int32', 'int32', formula)),
  ...family('compare', compareFormulas, (formula) => binaryLoop('float32', 'bool', formula)),
  ...family('compareInt', compareFormulas, (formula) => binaryLoop('int32', 'bool', formula)),
  ...family('logical', logicalFormulas, (formula) => binaryLoop('bool', 'bool', formula)),
  logicalNot: unaryLoop('bool', 'bool', (x) => 1 - x),
  'where.float32': whereLoop('float32'),
  'where.int32': whereLoop('int32'),
  'where.bool': whereLoop('bool'),
  'fill.float32': fillLoop('float32'),
  'fill.int32': fillLoop('int32'),
  'fill.bool': fillLoop('bool'),
  'copy.float32': unaryLoop('float32', 'float32', same),
  'copy.int32': unaryLoop('int32', 'int32', same),
  'copy.bool': unaryLoop('bool', 'bool', same),
  'cast.float32.int32': unaryLoop('float32', 'int32', Math.trunc),
  'cast.float32.bool': unaryLoop('float32', 'bool', truth),
  'cast.int32.float32': unaryLoop('int32', 'float32', same),
  'cast.int32.bool': unaryLoop('int32', 'bool', truth),
  'cast.bool.float32': unaryLoop('bool', 'float32', same),
  'cast.bool.int32': unaryLoop('bool', 'int32', same),
};
