import * as ops from '../index.ts';
import type { Tensor } from '../tensor.ts';
import { nd, pick, pointwise } from './nd-array.ts';
import { bools, floats, misuse, type Misuse, type OpRow, sample } from './op-row.ts';
import { erf } from './pointwise-rows.ts';

type Floats = Tensor<'float32'>;
type Call = (x: Floats, ...options: never[]) => Floats;

const cut = (x: number, min: number, max: number) => Math.min(Math.max(x, min), max);
const softplus = (x: number) => Math.log(1 + Math.exp(x));
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const elu = (x: number, alpha = 1, width = 1) => (x > 0 ? x : alpha * (Math.exp(x / width) - 1));

/** One row from a formula, with the arguments that it is tried with and those that it refuses. */
function activation(
  name: string,
  f: (x: number, ...options: never[]) => number,
  tries: readonly (readonly unknown[])[] = [[]],
  wrong: readonly Misuse[] = [],
): OpRow {
  const op = (ops as unknown as Record<string, Call>)[name]!;
  const shapes = [[2, 5], [], [0, 2], [1]];
  return {
    name,
    takes: 'float',
    samples: tries.flatMap((options) =>
      shapes.map((shape) =>
        sample(
          `[${shape}] ${JSON.stringify(options)}`,
          [floats(shape, -4, 4)],
          (x: Floats) => op(x, ...(options as never[])),
          (x) => pointwise((v) => f(v, ...(options as never[])), x!),
        ),
      ),
    ),
    misuses: wrong,
  };
}

const x2 = [floats([2])];

/** Activations, and ops on masks. */
export const activationRows: readonly OpRow[] = [
  activation('exp2', (x) => 2 ** x),
  activation(
    'leakyRelu',
    (x, slope = 0.01 as never) => (x > 0 ? x : slope * x),
    [[], [0.3]],
    [misuse('a text', x2, (x: Floats) => ops.leakyRelu(x, '1' as never), 'ARGUMENT_TYPE', 'slope')],
  ),
  activation(
    'hardtanh',
    (x, min = -1 as never, max = 1 as never) => cut(x, min, max),
    [[], [-2.5, 0.5]],
    [misuse('max below min', x2, (x: Floats) => ops.hardtanh(x, 2, 1), 'ARGUMENT', 'max')],
  ),
  activation('relu6', (x) => cut(x, 0, 6)),
  activation('hardSigmoid', (x) => cut(x / 6 + 0.5, 0, 1)),
  activation('hardSwish', (x) => x * cut(x / 6 + 0.5, 0, 1)),
  activation(
    'softShrink',
    (x, by = 0.5 as never) => Math.sign(x) * Math.max(Math.abs(x) - by, 0),
    [[], [1.5]],
    [misuse('negative', x2, (x: Floats) => ops.softShrink(x, -1), 'ARGUMENT', '-1')],
  ),
  activation(
    'hardShrink',
    (x, by = 0.5 as never) => (Math.abs(x) > by ? x : 0),
    [[], [1.5]],
    [misuse('negative', x2, (x: Floats) => ops.hardShrink(x, -1), 'ARGUMENT', '-1')],
  ),
  activation('elu', (x, alpha?: number) => elu(x, alpha), [[], [0.5]]),
  activation(
    'celu',
    (x, alpha = 1 as never) => elu(x, alpha, alpha),
    [[], [0.5]],
    [misuse('alpha 0', x2, (x: Floats) => ops.celu(x, 0), 'ARGUMENT', 'alpha')],
  ),
  activation('selu', (x) => 1.0507009873554805 * elu(x, 1.6732632423543772)),
  activation(
    'gelu',
    (x, options?: { approximate?: string }) =>
      options?.approximate === 'tanh'
        ? (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))
        : (x / 2) * (1 + erf(x / Math.SQRT2)),
    [[], [{ approximate: 'tanh' }], [{ approximate: 'none' }]],
    [misuse('a misspelt way', x2, (x: Floats) => ops.gelu(x, { approximate: 'tan' as never }), 'ARGUMENT', '"tanh"')],
  ),
  activation('silu', (x) => x * sigmoid(x)),
  activation('mish', (x) => x * Math.tanh(softplus(x))),
  activation('softsign', (x) => x / (1 + Math.abs(x))),
  activation('tanhShrink', (x) => x - Math.tanh(x)),
  activation('logSigmoid', (x) => -softplus(-x)),
  activation(
    'softplus',
    (x, { beta = 1, threshold = 20 }: { beta?: number; threshold?: number } = {}) =>
      beta * x > threshold ? x : softplus(beta * x) / beta,
    [[], [{ beta: 2 }], [{ threshold: 1.5 }]],
    [misuse('beta 0', x2, (x: Floats) => ops.softplus(x, { beta: 0 }), 'ARGUMENT', 'beta')],
  ),
  activation(
    'clip',
    (x, min = -Infinity as never, max = Infinity as never) => cut(x, min, max),
    [[], [-1.5], [-Infinity, 0.5], [-1.5, 2.5]],
    [misuse('min above max', x2, (x: Floats) => ops.clip(x, 2, 1), 'ARGUMENT', '2 and 1')],
  ),
  {
    name: 'glu',
    takes: 'float',
    samples: [
      sample(
        'last',
        [floats([2, 4])],
        (x: Floats) => ops.glu(x),
        (x) => nd([2, 2], ([i, j]) => pick(x!, [i!, j!]) * sigmoid(pick(x!, [i!, j! + 2]))),
      ),
      sample(
        'first',
        [floats([2, 3])],
        (x: Floats) => ops.glu(x, 0),
        (x) => nd([1, 3], ([, j]) => pick(x!, [0, j!]) * sigmoid(pick(x!, [1, j!]))),
      ),
    ],
    misuses: [misuse('an odd size', [floats([2, 3])], (x: Floats) => ops.glu(x), 'SHAPE', '[2,3]', 'even')],
  },
  {
    // A constant for gradients, so central differences do not apply; tape tests hold it to that.
    name: 'detach',
    takes: 'any',
    order: 0,
    samples: [
      sample(
        'any',
        [floats([2, 3])],
        (x: Floats) => ops.detach(x),
        (x) => x!,
      ),
      sample(
        'bool',
        [bools([2], [1, 0])],
        (x: Floats) => ops.detach(x),
        (x) => x!,
        'bool',
      ),
    ],
  },
  {
    name: 'clone',
    takes: 'any',
    samples: [
      sample(
        'floats',
        [floats([2, 3])],
        (x: Floats) => ops.clone(x),
        (x) => x!,
      ),
      sample(
        'bool',
        [bools([2], [1, 0])],
        (x: Floats) => ops.clone(x),
        (x) => x!,
        'bool',
      ),
    ],
  },
  ...(['logicalAnd', 'logicalOr', 'logicalXor'] as const).map((name): OpRow => {
    const f = {
      logicalAnd: (a: number, b: number) => a * b,
      logicalOr: Math.max,
      logicalXor: (a: number, b: number) => (a + b) % 2,
    }[name];
    const op = { logicalAnd: ops.logicalAnd, logicalOr: ops.logicalOr, logicalXor: ops.logicalXor }[name];
    const run = (a: Tensor<'bool'>, b: Tensor<'bool'>) => op(a, b);
    return {
      name,
      takes: 'any',
      order: 0,
      samples: [
        sample(
          'all four',
          [bools([4], [0, 0, 1, 1]), bools([4], [0, 1, 0, 1])],
          run,
          (a, b) => pointwise(f, a!, b!),
          'bool',
        ),
        sample(
          'broadcast',
          [bools([2, 1], [0, 1]), bools([3], [1, 0, 1])],
          run,
          (a, b) => pointwise(f, a!, b!),
          'bool',
        ),
        sample('empty', [bools([0, 2], []), bools([2], [1, 0])], run, (a, b) => pointwise(f, a!, b!), 'bool'),
      ],
      misuses: [
        misuse('floats', [floats([2]), floats([2])], run, 'DTYPE', name, 'bool', 'float32'),
        misuse('shapes', [bools([2], [0, 1]), bools([3], [0, 1, 0])], run, 'SHAPE', '[2]', '[3]'),
      ],
    };
  }),
  {
    name: 'logicalNot',
    takes: 'any',
    order: 0,
    samples: [
      sample(
        'both',
        [bools([2], [0, 1])],
        (x: Tensor<'bool'>) => ops.logicalNot(x),
        (x) => pointwise((v) => 1 - v, x!),
        'bool',
      ),
    ],
    misuses: [misuse('floats', x2, (x: never) => ops.logicalNot(x), 'DTYPE', 'bool', 'float32')],
  },
  {
    name: 'maskedFill',
    takes: 'any',
    samples: [
      sample(
        'rows',
        [floats([2, 3]), bools([2, 1], [1, 0])],
        (x: Floats, mask: Tensor<'bool'>) => ops.maskedFill(x, mask, -7),
        (x, m) => pointwise((v, k) => (k ? -7 : v), x!, m!),
      ),
    ],
    misuses: [
      misuse(
        'shapes',
        [floats([2, 3]), bools([2], [0, 1])],
        (x: Floats, mask: Tensor<'bool'>) => ops.maskedFill(x, mask, 0),
        'SHAPE',
        '[2,3]',
        '[2]',
      ),
      misuse(
        'float mask',
        [floats([2]), floats([2])],
        (x: Floats, mask: never) => ops.maskedFill(x, mask, 0),
        'DTYPE',
        'mask',
      ),
    ],
  },
];
