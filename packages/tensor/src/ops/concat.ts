import { checkInteger, type DType, type HostArray, ShapeError, typeError } from '@ostinato/base';
import { resolveAxis, type Shape, sizeOf, withSize } from '../shape.ts';
import { differentiable, record } from '../tape.ts';
import { tidy } from '../tidy.ts';
import type { Tensor } from '../tensor.ts';
import { full } from './creation.ts';
import { backendOf, checkTensor, checkTensors, makeTensor, viewTensor } from './make.ts';
import { contiguousStrides, strided } from './strided.ts';

/** Tensors end to end along an axis; all other sizes and the dtype must agree. @throws ShapeError, DTypeError, AxisError */
export function concat<D extends DType>(tensors: readonly Tensor<D>[], axis = -1): Tensor<D> {
  checkTensors('concat', tensors);
  const first = tensors[0]!;
  if (first.rank === 0) throw new ShapeError('concat: scalars have no axis to join along; use stack.');
  const at = resolveAxis('concat', axis, first.rank);
  for (const [i, { shape }] of tensors.entries()) {
    if (shape.length === first.rank && shape.every((size, j) => j === at || size === first.shape[j])) continue;
    throw new ShapeError(
      `concat: tensors[${i}] is [${shape}], which differs from [${first.shape}] in more than axis ${at}.`,
    );
  }
  backendOf('concat', ...tensors);
  const gradients: ((g: Tensor) => Tensor)[] = [];
  let whole = 0;
  for (const x of tensors) {
    const [start, size] = [whole, x.shape[at]!];
    gradients.push((g) => part(g, at, start, size));
    whole += size;
  }
  const shape = withSize(first.shape, at, whole);
  const output = first.backend.at === undefined ? joinInPairs(tensors, at, shape) : joinInPlace(tensors, at, shape);
  record({ name: 'concat', inputs: tensors, outputs: [output], saved: [], gradients });
  return output;
}

/** Each tensor's rows are copied to their place in the result. */
function joinInPlace<D extends DType>(tensors: readonly Tensor<D>[], axis: number, shape: Shape): Tensor<D> {
  const [{ backend, dtype }] = tensors as [Tensor<D>];
  const out = makeTensor(backend, shape, dtype);
  const rows = sizeOf(shape.slice(0, axis));
  const width = sizeOf(shape.slice(axis));
  const base = out.storage();
  let bytes = 0;
  for (const x of tensors) {
    const cols = sizeOf(x.shape.slice(axis));
    if (rows * cols > 0)
      backend.kernels[`copy.${dtype as DType}`](backend.at!(base, bytes), x.storage(), rows, cols, width, cols);
    bytes += cols * backend.elementBytes(dtype);
  }
  return out;
}

/** Neighbors are joined two by two, where a result can only be written as a whole. */
function joinInPairs<D extends DType>(tensors: readonly Tensor<D>[], axis: number, shape: Shape): Tensor<D> {
  return tidy(() => {
    let parts = tensors;
    while (parts.length > 1) {
      parts = Array.from({ length: Math.ceil(parts.length / 2) }, (_, i) =>
        joinPair(parts[2 * i]!, parts[2 * i + 1], axis),
      );
    }
    return viewTensor(parts[0]!, shape);
  });
}

function joinPair<D extends DType>(a: Tensor<D>, b: Tensor<D> | undefined, axis: number): Tensor<D> {
  if (b === undefined) return a;
  const shape = withSize(a.shape, axis, a.shape[axis]! + b.shape[axis]!);
  const [rows, aCols, bCols] = [sizeOf(shape.slice(0, axis)), sizeOf(a.shape.slice(axis)), sizeOf(b.shape.slice(axis))];
  const out = makeTensor(a.backend, shape, a.dtype, joinHosts(a, b, aCols, bCols));
  a.backend.kernels[`concat.${a.dtype as DType}`](out.storage(), a.storage(), b.storage(), rows, aCols, bCols);
  return out;
}

/** The host copy of joined indices, where both have one: opaque backends check them there. */
function joinHosts(a: Tensor, b: Tensor, aCols: number, bCols: number): HostArray | undefined {
  const [first, second] = [a.hostCopy(), b.hostCopy()];
  if (first === undefined || second === undefined) return undefined;
  const cols = aCols + bCols;
  return Int32Array.from({ length: a.size + b.size }, (_, at) => {
    const [row, col] = [Math.floor(at / cols), at % cols];
    return col < aCols ? first[row * aCols + col]! : second[row * bCols + col - aCols]!;
  });
}

/**
 * Parts along an axis: `count` equal ones, or parts of the given sizes, which must add up to the size of the axis.
 * Parts along the first axis are views. The gradient is one `concat`.
 * @throws ShapeError when the sizes do not fit, AxisError
 */
export function split<D extends DType>(x: Tensor<D>, parts: number | readonly number[], axis = -1): Tensor<D>[] {
  checkTensor('split', 'x', x);
  const at = resolveAxis('split', axis, x.rank);
  if (x.rank === 0) throw new ShapeError('split: a scalar has no axis to split.');
  const whole = x.shape[at] ?? 0;
  if (typeof parts !== 'number' && !Array.isArray(parts))
    throw typeError('split', 'parts', 'a number of parts or an array of sizes', parts);
  const sizes: readonly number[] = typeof parts === 'number' ? equalParts(parts, whole, x.shape, at) : parts;
  if (sizes.reduce((sum, size) => sum + checkInteger('split', 'sizes in parts', size, { min: 0 }), 0) !== whole) {
    throw new ShapeError(`split: sizes [${sizes}] do not add up to ${whole}, the size of axis ${at} of [${x.shape}].`);
  }
  const outputs: Tensor<D>[] = [];
  let start = 0;
  for (const size of sizes) {
    outputs.push(block(x, at, start, size));
    start += size;
  }
  record({ name: 'split', inputs: [x], outputs, saved: [], gradients: [(_g, _saved, parts) => concat(parts, at)] });
  return outputs;
}

function equalParts(count: number, whole: number, shape: Shape, axis: number): number[] {
  checkInteger('split', 'parts', count, { min: 1 });
  if (whole % count !== 0)
    throw new ShapeError(`split: axis ${axis} of [${shape}] cannot be cut into ${count} equal parts.`);
  return Array<number>(count).fill(whole / count);
}

/** One part of an axis. Its gradient is that of the part, among zeros. */
function part(x: Tensor, axis: number, start: number, size: number): Tensor {
  const after = x.shape[axis]! - start - size;
  const out = block(x, axis, start, size);
  return differentiable('split', [x], out, [], [(g) => tidy(() => padAxis(g, axis, start, after, 0))]);
}

/** `x` with `before` and `after` elements of one value around it along an axis. */
export function padAxis<D extends DType>(
  x: Tensor<D>,
  axis: number,
  before: number,
  after: number,
  value: number,
): Tensor<D> {
  const blank = (size: number): Tensor<D>[] => {
    const { dtype, backend } = x;
    return size === 0 ? [] : [full<D>(withSize(x.shape, axis, size), value, { dtype, backend })];
  };
  return concat([...blank(before), x, ...blank(after)], axis);
}

/** Elements `start` to `start + size` of an axis: a view of the first axis, strided rows of any other. */
function block<D extends DType>(x: Tensor<D>, axis: number, start: number, size: number): Tensor<D> {
  const { backend, dtype } = x;
  const shape = withSize(x.shape, axis, size);
  const inner = sizeOf(x.shape.slice(axis + 1));
  if (backend.at === undefined) {
    return strided('split', x, { shape, strides: contiguousStrides(x.shape), offset: start * inner });
  }
  const [rows, cols, first] = [sizeOf(x.shape.slice(0, axis)), size * inner, start * inner];
  if (rows * cols === 0) return viewTensor(x, shape);
  if (rows === 1) return viewTensor(x, shape, first);
  const out = makeTensor(backend, shape, dtype);
  const from = backend.at(x.storage(), first * backend.elementBytes(dtype));
  backend.kernels[`copy.${dtype as DType}`](out.storage(), from, rows, cols, cols, x.shape[axis]! * inner);
  return out;
}
