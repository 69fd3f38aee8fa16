import type { DType } from '@ostinato/base';
import { columnStride, elements, family, input, kernel, out, rowStride, scalar, size, state } from './roles.ts';

/** Element by element on one float operand. */
export const unaryMembers = [
  'abs',
  'atan',
  'ceil',
  'cos',
  'cosh',
  'erf',
  'exp',
  'expm1',
  'floor',
  'log',
  'log1p',
  'neg',
  'reciprocal',
  'relu',
  'round',
  'rsqrt',
  'sigmoid',
  'sign',
  'sin',
  'sinh',
  'softplus',
  'sqrt',
  'square',
  'tanh',
] as const;

/** Element by element on two float operands. */
export const binaryMembers = ['add', 'atan2', 'div', 'maximum', 'minimum', 'mul', 'pow', 'sub'] as const;

/**
 * Element by element on a float operand and a number; `subFrom` is `value - x`, `divInto` is `value / x`, `powOf` is `value ** x`,
 * `hardShrink` is 0 where `|x| <= value` and `x` elsewhere, also where it is NaN.
 */
const scalarMembers = [
  'add',
  'div',
  'divInto',
  'hardShrink',
  'maximum',
  'minimum',
  'mul',
  'pow',
  'powOf',
  'sub',
  'subFrom',
] as const;

/** Element by element on two int operands. */
const binaryIntMembers = ['add', 'maximum', 'minimum', 'mul', 'sub'] as const;

/** Comparisons, giving bool. */
const compareMembers = ['equal', 'greater', 'greaterEqual', 'less', 'lessEqual', 'notEqual'] as const;

/** Logical operations on two bool operands. */
const logicalMembers = ['and', 'or', 'xor'] as const;

const cost = { flops: elements, split: 'rows' } as const;

/** Elements of different sizes cannot share a place. */
const sameDType = (from: DType, to: DType): boolean => from === to;

function unary<const From extends DType, const To extends DType>(from: From, to: To) {
  return kernel({
    ...cost,
    args: [out(to), input('x', from), size('rows'), size('cols'), rowStride('out'), rowStride('x')],
    inPlace: sameDType(from, to) ? ['x'] : [],
    traffic: (sizes) => 2 * elements(sizes),
  });
}

function binary<const From extends DType, const To extends DType>(from: From, to: To) {
  return kernel({
    ...cost,
    args: [
      out(to),
      input('a', from),
      input('b', from),
      size('rows'),
      size('cols'),
      rowStride('out'),
      rowStride('a'),
      rowStride('b'),
      columnStride('a'),
      columnStride('b'),
    ],
    inPlace: sameDType(from, to) ? ['a', 'b'] : [],
    traffic: (sizes) => 3 * elements(sizes),
  });
}

function where<const D extends DType>(dtype: D) {
  return kernel({
    ...cost,
    args: [
      out(dtype),
      input('condition', 'bool'),
      input('a', dtype),
      input('b', dtype),
      size('rows'),
      size('cols'),
      rowStride('out'),
      rowStride('condition'),
      rowStride('a'),
      rowStride('b'),
      columnStride('condition'),
      columnStride('a'),
      columnStride('b'),
    ],
    inPlace: ['a', 'b'],
    traffic: (sizes) => 4 * elements(sizes),
  });
}

function fill<const D extends DType>(dtype: D) {
  return kernel({
    ...cost,
    args: [out(dtype), size('rows'), size('cols'), rowStride('out'), scalar('value')],
    flops: () => 0,
    traffic: elements,
  });
}

const scalarRow = kernel({
  ...cost,
  args: [
    out('float32'),
    input('x', 'float32'),
    size('rows'),
    size('cols'),
    rowStride('out'),
    rowStride('x'),
    scalar('value'),
  ],
  inPlace: ['x'],
  traffic: (sizes) => 2 * elements(sizes),
});

/** Kernels that treat every element alone. */
export const pointwise = {
  ...family('unary', unaryMembers, unary('float32', 'float32')),
  ...family('scalar', scalarMembers, scalarRow),
  ...family('binary', binaryMembers, binary('float32', 'float32')),
  ...family('binaryInt', binaryIntMembers, binary('int32', 'int32')),
  ...family('compare', compareMembers, binary('float32', 'bool')),
  ...family('compareInt', compareMembers, binary('int32', 'bool')),
  ...family('logical', logicalMembers, binary('bool', 'bool')),
  logicalNot: unary('bool', 'bool'),
  'where.float32': where('float32'),
  'where.int32': where('int32'),
  'where.bool': where('bool'),
  'fill.float32': fill('float32'),
  'fill.int32': fill('int32'),
  'fill.bool': fill('bool'),
  /** Strided rows in, strided rows out: the kernel behind concat and split on addressable backends. */
  'copy.float32': unary('float32', 'float32'),
  'copy.int32': unary('int32', 'int32'),
  'copy.bool': unary('bool', 'bool'),
  /** Conversions: float to int truncates toward zero, anything but zero is true. */
  'cast.float32.int32': unary('float32', 'int32'),
  'cast.float32.bool': unary('float32', 'bool'),
  'cast.int32.float32': unary('int32', 'float32'),
  'cast.int32.bool': unary('int32', 'bool'),
  'cast.bool.float32': unary('bool', 'float32'),
  'cast.bool.int32': unary('bool', 'int32'),
};

/** Optional: one call that updates a parameter and its optimizer state in place, all operands contiguous. */
export const optimizerSteps = {
  /** SGD as in torch: momentum buffer `m` (unused when `momentum` is 0), `first` is 1 on the first step. */
  sgdStep: kernel({
    args: [
      state('parameter'),
      state('m'),
      input('gradient', 'float32'),
      size('rows'),
      size('cols'),
      scalar('learningRate'),
      scalar('momentum'),
      scalar('dampening'),
      scalar('weightDecay'),
      scalar('nesterov'),
      scalar('first'),
    ],
    split: 'elements',
    flops: (sizes) => 6 * elements(sizes),
    traffic: (sizes) => 5 * elements(sizes),
    optional: true,
  }),
  /** Adam as in torch: `correction1` and `correction2` are 1 - beta ** step; `largest` is used when `amsgrad` is 1. */
  adamStep: kernel({
    args: [
      state('parameter'),
      state('m'),
      state('v'),
      state('largest'),
      input('gradient', 'float32'),
      size('rows'),
      size('cols'),
      scalar('learningRate'),
      scalar('beta1'),
      scalar('beta2'),
      scalar('epsilon'),
      scalar('weightDecay'),
      scalar('correction1'),
      scalar('correction2'),
      scalar('amsgrad'),
    ],
    split: 'elements',
    flops: (sizes) => 14 * elements(sizes),
    traffic: (sizes) => 9 * elements(sizes),
    optional: true,
  }),
};
