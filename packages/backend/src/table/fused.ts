import type { RowRole } from '../kernel.ts';
import { draw } from './movement.ts';
import { elements, family, input, kernel, out, rowStride, scalar, size } from './roles.ts';

/** One number for each row, side by side. */
const perRow = (name: string) => out('float32', 'row', name);
const knownPerRow = (name: string, rows: RowRole = 'row') => input(name, 'float32', rows);

const classes = [input('x', 'float32'), input('target', 'int32')] as const;
const classScalars = [scalar('ignoreIndex'), scalar('smoothing')] as const;

/** Losses over classes. */
const crossEntropy = {
  /**
   * Cross-entropy of each row's class `target` under softmax(x): `largest + logSum - sum over j of t[j] x[j]`, where `largest`
   * is that of the row, `logSum = log sum exp(x - largest)`, and t is `smoothing / cols`, at the target `1 - smoothing` more. A
   * row whose target is `ignoreIndex` has loss 0; any other target must be a column.
   */
  softmaxCrossEntropy: kernel({
    args: [
      perRow('loss'),
      perRow('largest'),
      perRow('logSum'),
      ...classes,
      size('rows'),
      size('cols'),
      rowStride('x'),
      ...classScalars,
    ],
    flops: (sizes) => 4 * elements(sizes),
    traffic: ({ rows = 1, cols = 1 }) => rows * (cols + 4),
    returns: 'position',
    optional: true,
  }),
  /** Its gradient times `scale` of the row: `scale (exp(x - largest - logSum) - t[j])`, 0 where the target is `ignoreIndex`. */
  softmaxCrossEntropyBackward: kernel({
    args: [
      out('float32'),
      ...classes,
      knownPerRow('largest'),
      knownPerRow('logSum'),
      knownPerRow('scale'),
      size('rows'),
      size('cols'),
      rowStride('out'),
      rowStride('x'),
      ...classScalars,
    ],
    flops: (sizes) => 4 * elements(sizes),
    traffic: ({ rows = 1, cols = 1 }) => rows * (2 * cols + 4),
    optional: true,
  }),
};

const layerNorm = {
  /** `(x - mean) rstd weight + bias` with the mean of each row and `rstd = 1 / sqrt(variance + epsilon)`, the biased one. */
  layerNorm: kernel({
    args: [
      out('float32'),
      perRow('mean'),
      perRow('rstd'),
      input('x', 'float32'),
      input('weight', 'float32', 'all'),
      input('bias', 'float32', 'all'),
      size('rows'),
      size('cols'),
      rowStride('out'),
      rowStride('x'),
      scalar('epsilon'),
    ],
    flops: (sizes) => 8 * elements(sizes),
    traffic: ({ rows = 1, cols = 1 }) => 2 * rows * (cols + 1) + 2 * cols,
    optional: true,
  }),
  /** The gradient of x: `rstd (h - mean(h) - n mean(h n))` with `h = gradient weight` and `n = (x - mean) rstd`. */
  layerNormBackward: kernel({
    args: [
      out('float32'),
      input('gradient', 'float32'),
      input('x', 'float32'),
      input('weight', 'float32', 'all'),
      knownPerRow('mean'),
      knownPerRow('rstd'),
      size('rows'),
      size('cols'),
      rowStride('out'),
      rowStride('gradient'),
      rowStride('x'),
    ],
    flops: (sizes) => 12 * elements(sizes),
    traffic: ({ rows = 1, cols = 1 }) => rows * (3 * cols + 2) + cols,
    optional: true,
  }),
  /** The gradient of weight: the sum over rows of `gradient (x - mean) rstd`. That of bias is a `columnSum`. */
  layerNormWeight: kernel({
    args: [
      out('float32', 'all'),
      input('gradient', 'float32', 'sum'),
      input('x', 'float32', 'sum'),
      knownPerRow('mean', 'sum'),
      knownPerRow('rstd', 'sum'),
      size('rows'),
      size('cols'),
      rowStride('gradient'),
      rowStride('x'),
    ],
    split: 'columns',
    flops: (sizes) => 4 * elements(sizes),
    traffic: ({ rows = 1, cols = 1 }) => 2 * rows * (cols + 1) + cols,
    optional: true,
  }),
};

const dropout = {
  /** `x scale` where `mask` is true, else `x 0`; `mask` is what `random.bernoulli` gives for the same draw. */
  dropout: kernel({
    args: [
      out('float32'),
      out('bool', 'row', 'mask'),
      input('x', 'float32'),
      size('rows'),
      size('cols'),
      rowStride('out'),
      rowStride('mask'),
      rowStride('x'),
      ...draw,
      scalar('probability'),
      scalar('scale'),
    ],
    inPlace: ['x'],
    flops: elements,
    traffic: (sizes) => 3 * elements(sizes),
    draws: elements,
    optional: true,
  }),
  /** `gradient scale` where `mask` is true, else `gradient 0`. */
  dropoutBackward: kernel({
    args: [
      out('float32'),
      input('gradient', 'float32'),
      input('mask', 'bool'),
      size('rows'),
      size('cols'),
      rowStride('out'),
      rowStride('gradient'),
      rowStride('mask'),
      scalar('scale'),
    ],
    inPlace: ['gradient'],
    flops: elements,
    traffic: (sizes) => 3 * elements(sizes),
    optional: true,
  }),
};

/** How the share of `x` that passes is worked out. */
const shares = ['none', 'tanh'] as const;

/** Gaussian error linear units: by the error function, or with `tanh(sqrt(2 / pi) (x + 0.044715 x^3))` in its place. */
const gelu = {
  /** `x s` with `s = (1 + erf(x / sqrt(2))) / 2`. */
  ...family(
    'gelu',
    shares,
    kernel({
      args: [out('float32'), input('x', 'float32'), size('rows'), size('cols'), rowStride('out'), rowStride('x')],
      inPlace: ['x'],
      flops: (sizes) => 4 * elements(sizes),
      traffic: (sizes) => 2 * elements(sizes),
      optional: true,
    }),
  ),
  /** `gradient (s + x ds/dx)`. */
  ...family(
    'geluBackward',
    shares,
    kernel({
      args: [
        out('float32'),
        input('gradient', 'float32'),
        input('x', 'float32'),
        size('rows'),
        size('cols'),
        rowStride('out'),
        rowStride('gradient'),
        rowStride('x'),
      ],
      inPlace: ['gradient', 'x'],
      flops: (sizes) => 8 * elements(sizes),
      traffic: (sizes) => 3 * elements(sizes),
      optional: true,
    }),
  ),
};

/**
 * Optional: what a loss or a layer does in a few passes over its operands where its composition of other kernels makes many.
 * What the backward kernel needs to know comes out beside the result.
 */
export const fusedKernels = { ...crossEntropy, ...layerNorm, ...dropout, ...gelu };
