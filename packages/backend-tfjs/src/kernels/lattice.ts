/** A walk over an array: sizes and strides of its axes, and where it begins. */
export interface Walk {
  /** Of each axis, the slowest first. */
  readonly sizes: readonly number[];
  /** Elements from one step along an axis to the next. */
  readonly strides: readonly number[];
  /** The first element. */
  readonly offset: number;
}

/** A walk that is a box of an array with more axes: `shape`, from `begin` on `size`, with its axes in another order. */
export interface Lattice {
  /** How the walked array is looked at. */
  readonly shape: readonly number[];
  /** First position on each axis of `shape`. */
  readonly begin: readonly number[];
  /** Positions on each axis of `shape`. */
  readonly size: readonly number[];
  /** The axis of `shape` that each axis of the walk goes along; axes that stand still are left out. */
  readonly order: readonly number[];
  /** The walk's own sizes, axes that stand still included. */
  readonly sizes: readonly number[];
  /** Which axes of the walk stand still. */
  readonly still: readonly boolean[];
}

/** The same walk with fewer axes: those of one element are dropped, those that continue each other are joined. */
export function simplified({ sizes, strides, offset }: Walk): Walk {
  const axes: [size: number, stride: number][] = [];
  sizes.forEach((size, i) => {
    if (size === 1) return;
    const last = axes.at(-1);
    if (last !== undefined && last[1] === size * strides[i]!) axes[axes.length - 1] = [last[0] * size, strides[i]!];
    else axes.push([size, strides[i]!]);
  });
  return { sizes: axes.map(([size]) => size), strides: axes.map(([, stride]) => stride), offset };
}

/** The lattice of a walk over `count` elements; undefined where it goes backward, overlaps, or its strides do not divide each other. */
export function latticeOf({ sizes, strides, offset }: Walk, count: number): Lattice | undefined {
  const moving = sizes.map((_, i) => i).filter((i) => strides[i] !== 0);
  const sorted = [...moving].sort((i, j) => strides[j]! - strides[i]!);
  const steps = sorted.map((i) => strides[i]!);
  if (steps.some((step) => step < 0)) return undefined;
  const ends = [...steps, 1];
  const lengths = [count, ...steps]; // elements that each axis of the shape spans
  if (ends.some((end, i) => lengths[i]! % end !== 0 || (i > 0 && i < steps.length && lengths[i] === end)))
    return undefined;
  const shape = ends.map((end, i) => lengths[i]! / end);
  const begin = ends.map((end, i) => Math.floor((offset % lengths[i]!) / end));
  const size = [...sorted.map((i) => sizes[i]!), 1];
  if (offset >= count || begin.some((first, i) => first + size[i]! > shape[i]!)) return undefined;
  const order = moving.map((i) => sorted.indexOf(i));
  return { shape, begin, size, order, sizes, still: strides.map((stride) => stride === 0) };
}

/** Where each element of a walk lies, in its order. */
export function positionsOf({ sizes, strides, offset }: Walk): Int32Array {
  let at = Int32Array.of(offset);
  sizes.forEach((size, axis) => {
    const next = new Int32Array(at.length * size);
    for (let i = 0; i < at.length; i++) for (let k = 0; k < size; k++) next[i * size + k] = at[i]! + k * strides[axis]!;
    at = next;
  });
  return at;
}
