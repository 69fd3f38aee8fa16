import type { Shape } from '../shape.ts';

/** A plain array with a shape: what references compute with, far from any kernel. */
export interface NdArray {
  /** Size of each axis. */
  readonly shape: Shape;
  /** Elements in row-major order. */
  readonly data: readonly number[];
}

const sizeOf = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);

/** The index of element `at` in row order. */
function indexOf(at: number, shape: Shape): number[] {
  const index: number[] = [];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index[axis] = at % shape[axis]!;
    at = Math.floor(at / shape[axis]!);
  }
  return index;
}

/** The array whose element `index` is `element(index)`. */
export function nd(shape: Shape, element: (index: readonly number[]) => number): NdArray {
  return { shape, data: Array.from({ length: sizeOf(shape) }, (_, at) => element(indexOf(at, shape))) };
}

/** Element `index` of an array; axes of size 1 and missing leading axes are repeated. */
export function pick({ shape, data }: NdArray, index: readonly number[]): number {
  const own = index.slice(index.length - shape.length);
  return data[shape.reduce((at, size, axis) => at * size + (size === 1 ? 0 : own[axis]!), 0)]!;
}

/** The shape that shapes broadcast to. */
export function broadcastShape(...shapes: readonly Shape[]): Shape {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1);
    return sizes.find((size) => size !== 1) ?? 1;
  });
}

/** `f` element by element, broadcasting. */
export function pointwise(f: (...values: number[]) => number, ...arrays: NdArray[]): NdArray {
  return nd(broadcastShape(...arrays.map(({ shape }) => shape)), (index) =>
    f(...arrays.map((array) => pick(array, index))),
  );
}

/** `f` of the list of values along `axes` for each place of the others. */
export function reduceAxes(
  x: NdArray,
  axes: readonly number[],
  keepDims: boolean,
  f: (values: number[]) => number,
): NdArray {
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const lists = new Map<string, number[]>();
  const keyOf = (index: readonly number[]) => index.map((at, axis) => (axes.includes(axis) ? 0 : at)).join();
  nd(x.shape, (index) => {
    const key = keyOf(index);
    lists.set(key, [...(lists.get(key) ?? []), pick(x, index)]);
    return 0;
  });
  const { data } = nd(kept, (index) => f(lists.get(keyOf(index)) ?? []));
  return { shape: keepDims ? kept : x.shape.filter((_, axis) => !axes.includes(axis)), data };
}
