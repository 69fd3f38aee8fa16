import { erf } from './pointwise-references.ts';
import { randomReference } from './random-references.ts';
import { count, type Element, elementwise, type Matrix, type Numbers, type Reference, total } from './reference.ts';

type Operands = Readonly<Record<string, Matrix>>;

/** Operands with one number for each row, and with one for each column; all others are `[rows, cols]`. */
function extents(perRow: readonly string[], perColumn: readonly string[] = []): Reference['extent'] {
  return (operand, { rows = 0, cols = 0 }) => {
    if (perColumn.includes(operand)) return [1, cols];
    return [rows, perRow.includes(operand) ? 1 : cols];
  };
}

/** What cross-entropy compares softmax with: all at the target, of which `smoothing` is spread over all columns. */
const targetOf = (j: number, target: number, { cols = 0, smoothing = 0 }: Numbers): number =>
  smoothing / cols + (j === target ? 1 - smoothing : 0);

const crossEntropy: Element = (i, _, { x, target }, n, out) => {
  const row = count(n.cols).map((j) => x!(i, j));
  const largest = Math.max(...row);
  const logSum = Math.log(total(row.map((value) => Math.exp(value - largest))));
  if (out === 'largest') return largest;
  if (out === 'logSum') return logSum;
  if (target!(i, 0) === n.ignoreIndex) return 0;
  return total(row.map((value, j) => targetOf(j, target!(i, 0), n) * (largest + logSum - value)));
};

const crossEntropyBackward: Element = (i, j, { x, target, largest, logSum, scale }, n) => {
  if (target!(i, 0) === n.ignoreIndex) return 0;
  return scale!(i, 0) * (Math.exp(x!(i, j) - largest!(i, 0) - logSum!(i, 0)) - targetOf(j, target!(i, 0), n));
};

const meanOf = (values: readonly number[]): number => total(values) / values.length;

const layerNorm: Element = (i, j, { x, weight, bias }, { cols, epsilon }, out) => {
  const row = count(cols).map((k) => x!(i, k));
  const mean = meanOf(row);
  const rstd = 1 / Math.sqrt(meanOf(row.map((value) => (value - mean) ** 2)) + epsilon!);
  if (out !== 'out') return out === 'mean' ? mean : rstd;
  return (x!(i, j) - mean) * rstd * weight!(0, j) + bias!(0, j);
};

const normal = (i: number, j: number, { x, mean, rstd }: Operands): number => (x!(i, j) - mean!(i, 0)) * rstd!(i, 0);

const layerNormBackward: Element = (i, j, operands, { cols }) => {
  const { gradient, weight, rstd } = operands;
  const slope = count(cols).map((k) => gradient!(i, k) * weight!(0, k));
  const along = meanOf(slope.map((h, k) => h * normal(i, k, operands)));
  return rstd!(i, 0) * (slope[j]! - meanOf(slope) - normal(i, j, operands) * along);
};

const drawn = randomReference('random.bernoulli')!;

/** The share of x that a GELU lets pass. */
const share = {
  none: (x: number): number => (1 + erf(x / Math.SQRT2)) / 2,
  tanh: (x: number): number => (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))) / 2,
};

/** By a difference of fourth order, whose error is below 1e-11. */
function geluBackward(of: (x: number) => number): Reference {
  const [f, h] = [(x: number) => x * of(x), 1e-3];
  const slope = (x: number): number => (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h);
  return elementwise((i, j, { gradient, x }) => gradient!(i, j) * slope(x!(i, j)), 1e-10);
}

const references: Record<string, Reference> = {
  softmaxCrossEntropy: {
    extent: extents(['loss', 'largest', 'logSum', 'target']),
    element: crossEntropy,
    tolerance: 1e-12,
  },
  softmaxCrossEntropyBackward: {
    extent: extents(['target', 'largest', 'logSum', 'scale']),
    element: crossEntropyBackward,
    tolerance: 1e-12,
  },
  layerNorm: { extent: extents(['mean', 'rstd'], ['weight', 'bias']), element: layerNorm, tolerance: 1e-12 },
  layerNormBackward: { extent: extents(['mean', 'rstd'], ['weight']), element: layerNormBackward, tolerance: 1e-12 },
  layerNormWeight: {
    extent: extents(['mean', 'rstd'], ['out']),
    element: (_, j, operands, { rows }) =>
      total(count(rows).map((i) => operands.gradient!(i, j) * normal(i, j, operands))),
    tolerance: 1e-12,
  },
  dropout: elementwise((i, j, { x }, n, out) => {
    const kept = drawn.element(i, j, {}, n, out);
    return out === 'mask' ? kept : x!(i, j) * kept * n.scale!;
  }),
  dropoutBackward: elementwise((i, j, { gradient, mask }, n) => gradient!(i, j) * mask!(i, j) * n.scale!),
  'gelu.none': elementwise((i, j, { x }) => x!(i, j) * share.none(x!(i, j)), 1e-12),
  'gelu.tanh': elementwise((i, j, { x }) => x!(i, j) * share.tanh(x!(i, j)), 1e-12),
  'geluBackward.none': geluBackward(share.none),
  'geluBackward.tanh': geluBackward(share.tanh),
};

/** The reference of a fused kernel. */
export function fusedReference(name: string): Reference | undefined {
  return references[name];
}
