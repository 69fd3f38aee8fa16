import { type DType, type HostArray, ShapeError } from '@ostinato/base';
import { type Shape, sizeOf } from '../shape.ts';
import { differentiable } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { backendOf, makeTensor } from './make.ts';

/** How the elements of a result are found in a tensor: element [i, j, ...] at `offset + i * strides[0] + ...`. */
export interface StridedView {
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly offset: number;
}

type Six = [number, number, number, number, number, number];

/** Strides of a contiguous tensor. */
export function contiguousStrides(shape: Shape): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}

/** Sizes and strides for a kernel of six axes: axes of size 1 dropped, neighbors that walk as one merged. */
function sixAxes(where: string, { shape, strides }: StridedView): [Six, Six] {
  const axes: { size: number; stride: number }[] = [];
  shape.forEach((size, axis) => {
    if (size === 1) return;
    const last = axes.at(-1);
    const stride = strides[axis]!;
    if (last !== undefined && last.stride === stride * size) axes[axes.length - 1] = { size: last.size * size, stride };
    else axes.push({ size, stride });
  });
  if (axes.length > 6)
    throw new ShapeError(
      `${where}: this view of [${shape}] needs ${axes.length} axes, more than 6. Do it in two steps.`,
    );
  while (axes.length < 6) axes.unshift({ size: 1, stride: 0 });
  return [axes.map(({ size }) => size) as Six, axes.map(({ stride }) => stride) as Six];
}

/** The host copy of a view of indices, where there is one: opaque backends check them there. */
function hostCopy(x: Tensor, { shape, strides, offset }: StridedView): HostArray | undefined {
  const host = x.hostCopy();
  if (host === undefined) return undefined;
  const inner = contiguousStrides(shape);
  const position = (at: number) =>
    strides.reduce((sum, stride, axis) => sum + (Math.floor(at / inner[axis]!) % shape[axis]!) * stride, offset);
  return Int32Array.from({ length: sizeOf(shape) }, (_, at) => host[position(at)]!);
}

/**
 * A contiguous copy of a strided view of `x`: the one primitive behind permute, slice, flip, broadcastTo and unfold.
 * Its gradient is `stridedSum` with the same view, and the other way round.
 */
export function strided<D extends DType>(where: string, x: Tensor<D>, view: StridedView): Tensor<D> {
  const backend = backendOf(where, x);
  const [sizes, strides] = sixAxes(where, view);
  const out = makeTensor(backend, view.shape, x.dtype, hostCopy(x, view));
  backend.kernels[`strided.${x.dtype as DType}`](out.storage(), x.storage(), ...sizes, ...strides, view.offset);
  return differentiable(
    where,
    [x],
    out,
    [],
    [
      (g) => stridedSum(where, g, x.shape, view), // each element receives the gradients of all its copies
    ],
  );
}

/** A tensor of `shape` whose elements sum the elements of `x` that `view` maps to them; 0 where none does. */
function stridedSum(where: string, x: Tensor<'float32'>, shape: Shape, view: StridedView): Tensor<'float32'> {
  const backend = backendOf(where, x);
  const [sizes, strides] = sixAxes(where, view);
  const out = makeTensor(backend, shape, 'float32');
  backend.kernels.stridedSum(out.storage(), x.storage(), sizeOf(shape), ...sizes, ...strides, view.offset);
  return differentiable(where, [x], out, [], [(g) => strided(where, g, view)]);
}
