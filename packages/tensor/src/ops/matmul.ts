import type { KernelName } from '@ostinato/backend';
import { checkFlags, checkOptions, ShapeError } from '@ostinato/base';
import { broadcastShapes, type Shape, sizeAt, sizeOf } from '../shape.ts';
import { differentiable } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { broadcastTo } from './broadcast-to.ts';
import { tidy } from '../tidy.ts';
import { backendOf, checkTensor, makeTensor } from './make.ts';
import { reshape } from './reshape.ts';
import { sumTo } from './sum.ts';

type Floats = Tensor<'float32'>;

/** Options of `matmul`. */
export interface MatmulOptions {
  /** Whether the last two axes of `a` are exchanged. Default `false`. */
  readonly transposeA?: boolean;
  /** Whether the last two axes of `b` are exchanged. Default `false`. */
  readonly transposeB?: boolean;
}

interface Product {
  readonly rows: number;
  readonly cols: number;
  readonly inner: number;
  readonly member: 'nn' | 'nt' | 'tn' | 'tt';
}

/**
 * Matrix product over the last two axes, `[..., n, k] x [..., k, m]` to `[..., n, m]`, broadcasting the axes before
 * them. A vector `[k]` on the left is a row, on the right a column, as in torch.
 * @throws ShapeError when the inner sizes differ, DTypeError
 */
export function matmul(a: Floats, b: Floats, options: MatmulOptions = {}): Floats {
  checkOptions('matmul', options, ['transposeA', 'transposeB']);
  const { transposeA = false, transposeB = false } = options;
  checkFlags('matmul', { transposeA, transposeB });
  checkTensor('matmul', 'a', a, 'float32');
  checkTensor('matmul', 'b', b, 'float32');
  if (a.rank === 0 || b.rank === 0)
    throw new ShapeError(`matmul: scalars have no matrix product, got [${a.shape}] and [${b.shape}]; use mul.`);
  if (a.rank === 1 || b.rank === 1) return tidy(() => vectorProduct(a, b, transposeA, transposeB));
  const product = plan(a.shape, b.shape, transposeA, transposeB);
  const sharedMatrix = b.rank === 2 && !transposeA && a.rank > 2;
  if (sharedMatrix) return tidy(() => flatProduct(a, b, transposeB));
  const out = a.rank === 2 && b.rank === 2 ? single(a, b, product) : batched(a, b, product);
  return differentiable(
    'matmul',
    [a, b],
    out,
    [a, b],
    [
      (g, [x, y]) =>
        sumTo(
          transposeA
            ? matmul(y, g, { transposeA: transposeB, transposeB: true })
            : matmul(g, y, { transposeB: !transposeB }),
          x.shape,
        ), // g B^T
      (g, [x, y]) =>
        sumTo(
          transposeB
            ? matmul(g, x, { transposeA: true, transposeB: transposeA })
            : matmul(x, g, { transposeA: !transposeA }),
          y.shape,
        ), // A^T g
    ],
  );
}

function plan(a: Shape, b: Shape, transposeA: boolean, transposeB: boolean): Product {
  const [rows, inner] = transposeA ? [sizeAt(a, -1), sizeAt(a, -2)] : [sizeAt(a, -2), sizeAt(a, -1)];
  const [depth, cols] = transposeB ? [sizeAt(b, -1), sizeAt(b, -2)] : [sizeAt(b, -2), sizeAt(b, -1)];
  if (inner !== depth) {
    const how = [transposeA && 'a transposed', transposeB && 'b transposed'].filter(Boolean).join(', ');
    throw new ShapeError(
      `matmul: inner sizes differ: [${a}] x [${b}]${how && ` (${how})`} would multiply ${inner} by ${depth} values.`,
    );
  }
  return { rows, cols, inner, member: transposeA ? (transposeB ? 'tt' : 'tn') : transposeB ? 'nt' : 'nn' };
}

function single(a: Floats, b: Floats, { rows, cols, inner, member }: Product): Floats {
  const backend = backendOf('matmul', a, b);
  const out = makeTensor(backend, [rows, cols], 'float32');
  backend.kernels[`matmul.${member}`](
    out.storage(),
    a.storage(),
    b.storage(),
    rows,
    cols,
    inner,
    cols,
    a.shape[1]!,
    b.shape[1]!,
  );
  return out;
}

/** One matrix for all leading axes of `a`: they become rows of one product. */
function flatProduct(a: Floats, b: Floats, transposeB: boolean): Floats {
  const flat = matmul(reshape(a, [sizeOf(a.shape.slice(0, -1)), a.shape.at(-1)!]), b, { transposeB });
  return reshape(flat, [...a.shape.slice(0, -1), flat.shape[1]!]);
}

function batched(a: Floats, b: Floats, { rows, cols, inner, member }: Product): Floats {
  const backend = backendOf('matmul', a, b);
  const head = broadcastShapes('matmul', a.shape.slice(0, -2), b.shape.slice(0, -2));
  const items = sizeOf(head);
  const [left, right] = [a, b].map((x) => {
    const batch = sizeOf(x.shape.slice(0, -2));
    return batch === items || batch === 1 ? x : broadcastTo(x, [...head, ...x.shape.slice(-2)]);
  }) as [Floats, Floats];
  const itemOf = (x: Floats): number => (sizeOf(x.shape.slice(0, -2)) === 1 ? 0 : sizeOf(x.shape.slice(-2)));
  const out = makeTensor(backend, [...head, rows, cols], 'float32');
  backend.kernels[`batchMatmul.${member}` satisfies KernelName](
    out.storage(),
    left.storage(),
    right.storage(),
    items,
    rows,
    cols,
    inner,
    cols,
    left.shape.at(-1)!,
    right.shape.at(-1)!,
    rows * cols,
    itemOf(left),
    itemOf(right),
  );
  for (const x of [left, right]) if (x !== a && x !== b) x.dispose();
  return out;
}

function vectorProduct(a: Floats, b: Floats, transposeA: boolean, transposeB: boolean): Floats {
  const row = a.rank === 1 ? reshape(a, [1, a.size]) : a;
  const column = b.rank === 1 ? reshape(b, [b.size, 1]) : b;
  const out = matmul(row, column, { transposeA: transposeA && a.rank > 1, transposeB: transposeB && b.rank > 1 });
  const drop = [...(a.rank === 1 ? [out.rank - 2] : []), ...(b.rank === 1 ? [out.rank - 1] : [])];
  return reshape(
    out,
    out.shape.filter((_, axis) => !drop.includes(axis)),
  );
}
