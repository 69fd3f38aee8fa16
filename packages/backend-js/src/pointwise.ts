import { binaryRows, scalarRows, unaryRows } from './arithmetic.ts';
import {
  binaryFormulas,
  binaryIntFormulas,
  compareFormulas,
  logicalFormulas,
  scalarFormulas,
  unaryFormulas,
} from './formulas.ts';
import { binaryLoop, binaryRow, fillLoop, scalarLoop, scalarRow, unaryLoop, unaryRow, whereLoop } from './loops.ts';

/** `{ add: f }` to `{ 'binary.add': make(f) }`. */
function family<F extends string, M extends string, A, K>(
  name: F,
  members: Record<M, A>,
  make: (member: A) => K,
): Record<`${F}.${M}`, K> {
  const entries = Object.entries<A>(members).map(([member, one]) => [`${name}.${member}`, make(one)]);
  return Object.fromEntries(entries) as Record<`${F}.${M}`, K>;
}

/** A row for each formula. */
function rows<M extends string, A, R>(formulas: Record<M, A>, row: (formula: A) => R): Record<M, R> {
  const entries = Object.entries<A>(formulas).map(([member, formula]) => [member, row(formula)]);
  return Object.fromEntries(entries) as Record<M, R>;
}

const same = (x: number): number => x;
const truth = (x: number): number => +(x !== 0);

/** The kernels that treat every element alone. */
export const pointwise = {
  ...family('unary', { ...rows(unaryFormulas, unaryRow), ...unaryRows }, (row) => unaryLoop('float32', 'float32', row)),
  ...family('scalar', { ...rows(scalarFormulas, scalarRow), ...scalarRows }, scalarLoop),
  ...family('binary', { ...rows(binaryFormulas, binaryRow), ...binaryRows }, (row) =>
    binaryLoop('float32', 'float32', row),
  ),
  ...family('binaryInt', binaryIntFormulas, (formula) => binaryLoop('int32', 'int32', binaryRow(formula))),
  ...family('compare', compareFormulas, (formula) => binaryLoop('float32', 'bool', binaryRow(formula))),
  ...family('compareInt', compareFormulas, (formula) => binaryLoop('int32', 'bool', binaryRow(formula))),
  ...family('logical', logicalFormulas, (formula) => binaryLoop('bool', 'bool', binaryRow(formula))),
  logicalNot: unaryLoop(
    'bool',
    'bool',
    unaryRow((x) => 1 - x),
  ),
  'where.float32': whereLoop('float32'),
  'where.int32': whereLoop('int32'),
  'where.bool': whereLoop('bool'),
  'fill.float32': fillLoop('float32'),
  'fill.int32': fillLoop('int32'),
  'fill.bool': fillLoop('bool'),
  'copy.float32': unaryLoop('float32', 'float32', unaryRow(same)),
  'copy.int32': unaryLoop('int32', 'int32', unaryRow(same)),
  'copy.bool': unaryLoop('bool', 'bool', unaryRow(same)),
  'cast.float32.int32': unaryLoop('float32', 'int32', unaryRow(Math.trunc)),
  'cast.float32.bool': unaryLoop('float32', 'bool', unaryRow(truth)),
  'cast.int32.float32': unaryLoop('int32', 'float32', unaryRow(same)),
  'cast.int32.bool': unaryLoop('int32', 'bool', unaryRow(truth)),
  'cast.bool.float32': unaryLoop('bool', 'float32', unaryRow(same)),
  'cast.bool.int32': unaryLoop('bool', 'int32', unaryRow(same)),
};
