import { ArgumentError, ShapeError } from '@ostinato/base';
import { sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { type Equation, parseEquation } from './einsum-equation.ts';
import { backendOf, checkTensor } from './make.ts';
import { matmul } from './matmul.ts';
import { permute } from './permute.ts';
import { reshape } from './reshape.ts';
import { contiguousStrides, strided } from './strided.ts';
import { sum } from './sum.ts';

type Floats = Tensor<'float32'>;

/** A tensor with a distinct label for each axis. */
interface Labelled {
  readonly x: Floats;
  readonly labels: readonly string[];
}

/**
 * Einstein summation: `einsum('bij,bjk->bik', a, b)`. Letters name axes; a letter twice in one operand takes its diagonal;
 * letters that are not in the result are summed; `...` stands for any axes, which broadcast; without `->` the result has
 * the letters that occur once, in alphabetic order. Operands are contracted from left to right, each pair by one `matmul`.
 * @throws ArgumentError for an equation that cannot be read, ShapeError, DTypeError
 */
export function einsum(equation: string, ...operands: readonly Floats[]): Floats {
  if (typeof equation !== 'string' || operands.length === 0) {
    throw new ArgumentError('einsum: expected an equation such as "ij,jk->ik" and its operands.', {
      code: 'ARGUMENT_TYPE',
    });
  }
  operands.forEach((x, i) => checkTensor('einsum', `operand ${i}`, x, 'float32'));
  backendOf('einsum', ...operands);
  const parsed = parseEquation(
    equation,
    operands.map(({ shape }) => shape),
  );
  const sizes = sizesOf(parsed, operands, equation);
  return tidy(() => {
    const parts = operands.map((x, i) => normalize(x, parsed.operands[i]!, sizes));
    const whole = parts.reduce((left, right, i) => {
      const later = new Set([...parsed.result, ...parts.slice(i + 1).flatMap(({ labels }) => labels)]);
      return contract(left, right, later);
    });
    const { x, labels } = sumExcept(whole, new Set(parsed.result));
    return reorder(x, labels, parsed.result);
  });
}

/** The size of each label; 1 gives way to others. */
function sizesOf({ operands }: Equation, tensors: readonly Floats[], equation: string): Map<string, number> {
  const sizes = new Map<string, number>();
  operands.forEach((labels, i) =>
    labels.forEach((label, axis) => {
      const [before, size] = [sizes.get(label) ?? 1, tensors[i]!.shape[axis]!];
      if (before !== 1 && size !== 1 && before !== size) {
        throw new ShapeError(
          `einsum: "${label}" in "${equation}" is ${before} and, in operand ${i} [${tensors[i]!.shape}], ${size}.`,
        );
      }
      if (before === 1) sizes.set(label, size);
    }),
  );
  return sizes;
}

/** Takes diagonals of labels named twice, and drops axes of size 1 that another operand has in full. */
function normalize(x: Floats, labels: readonly string[], sizes: ReadonlyMap<string, number>): Labelled {
  const strides = contiguousStrides(x.shape);
  const kept = [...new Set(labels)].filter(
    (label) => sizes.get(label) === 1 || labels.some((l, axis) => l === label && x.shape[axis] !== 1),
  );
  const shape = kept.map((label) => sizes.get(label)!);
  if (kept.length === labels.length) return { x, labels };
  const along = kept.map((label) =>
    labels.reduce((total, l, axis) => total + (l === label && x.shape[axis] !== 1 ? strides[axis]! : 0), 0),
  );
  return { x: strided('einsum', x, { shape, strides: along, offset: 0 }), labels: kept };
}

/** Sums the axes whose labels are not wanted any more. */
function sumExcept({ x, labels }: Labelled, wanted: ReadonlySet<string>): Labelled {
  const gone = labels.flatMap((label, axis) => (wanted.has(label) ? [] : [axis]));
  return gone.length === 0 ? { x, labels } : { x: sum(x, gone), labels: labels.filter((label) => wanted.has(label)) };
}

function reorder(x: Floats, from: readonly string[], to: readonly string[]): Floats {
  const order = to.map((label) => from.indexOf(label));
  return order.every((axis, i) => axis === i) ? reshape(x, x.shape) : permute(x, order);
}

/** One batched matrix product: `[batch, rows, inner] x [batch, inner, cols]`. */
function contract(a: Labelled, b: Labelled, later: ReadonlySet<string>): Labelled {
  const left = sumExcept(a, new Set([...later, ...b.labels]));
  const right = sumExcept(b, new Set([...later, ...a.labels]));
  const shared = left.labels.filter((label) => right.labels.includes(label));
  const batch = shared.filter((label) => later.has(label));
  const inner = shared.filter((label) => !later.has(label));
  const rows = left.labels.filter((label) => !shared.includes(label));
  const cols = right.labels.filter((label) => !shared.includes(label));
  const shapeOf = ({ x, labels }: Labelled, names: readonly string[]): number[] =>
    names.map((name) => x.shape[labels.indexOf(name)]!);
  const [batchShape, rowShape, colShape, innerSize] = [
    shapeOf(left, batch),
    shapeOf(left, rows),
    shapeOf(right, cols),
    sizeOf(shapeOf(left, inner)),
  ];
  const p = reshape(reorder(left.x, left.labels, [...batch, ...rows, ...inner]), [
    ...batchShape,
    sizeOf(rowShape),
    innerSize,
  ]);
  const q = reshape(reorder(right.x, right.labels, [...batch, ...inner, ...cols]), [
    ...batchShape,
    innerSize,
    sizeOf(colShape),
  ]);
  return { x: reshape(matmul(p, q), [...batchShape, ...rowShape, ...colShape]), labels: [...batch, ...rows, ...cols] };
}
