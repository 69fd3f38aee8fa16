import { AxisError, describe, ShapeError, typeError } from '@ostinato/base';

/** Sizes of a tensor's axes, `[batch, steps, features]`; `[]` is a scalar. */
export type Shape = readonly number[];

/** Number of elements of a shape. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Checks a shape and returns a copy. @throws ShapeError */
export function checkShape(where: string, shape: unknown): Shape {
  if (!Array.isArray(shape)) throw typeError(where, 'shape', 'an array of sizes', shape);
  for (const [axis, size] of shape.entries()) {
    if (!Number.isInteger(size) || size < 0 || size >= 2 ** 31) {
      throw new ShapeError(
        `${where}: axis ${axis} of the shape must be a whole number from 0 to 2^31 - 1, got ${describe(size)}.`,
      );
    }
  }
  if (sizeOf(shape) >= 2 ** 31)
    throw new ShapeError(`${where}: shape [${shape}] has ${sizeOf(shape)} elements, more than 2^31 - 1.`);
  return Object.freeze([...shape]) as Shape;
}

/** An axis counted from the front, given one counted from either end; a scalar takes 0 and -1, as in torch. @throws AxisError */
export function resolveAxis(where: string, axis: number, rank: number, name = 'axis'): number {
  if (typeof axis !== 'number') throw typeError(where, name, 'a whole number', axis);
  const axes = Math.max(rank, 1);
  if (!Number.isInteger(axis) || axis < -axes || axis >= axes) {
    const range = rank === 0 ? 'a scalar has no axes' : `axes of rank ${rank} run from ${-rank} to ${rank - 1}`;
    throw new AxisError(`${where}: axis ${axis} is out of range; ${range}.`);
  }
  return axis < 0 ? axis + axes : axis;
}

/** Several axes, ascending; `undefined` means all. @throws AxisError when out of range or named twice */
export function resolveAxes(where: string, axes: number | readonly number[] | undefined, rank: number): number[] {
  if (axes === undefined) return Array.from({ length: rank }, (_, axis) => axis);
  if (typeof axes !== 'number' && !Array.isArray(axes))
    throw typeError(where, 'axes', 'a whole number or an array of them', axes);
  const list = (typeof axes === 'number' ? [axes] : axes).map((axis: number, i: number) =>
    resolveAxis(where, axis, rank, `axes[${i}]`),
  );
  const twice = list.find((axis: number, i: number) => list.indexOf(axis) !== i);
  if (twice !== undefined) throw new AxisError(`${where}: axis ${twice} is named twice in [${axes}] (rank ${rank}).`);
  return rank === 0 ? [] : list.sort((a, b) => a - b);
}

/** The shape two shapes broadcast to, aligned at their last axes. @throws ShapeError */
export function broadcastShapes(where: string, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const [m, n] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1];
    if (m !== n && m !== 1 && n !== 1) {
      throw new ShapeError(
        `${where}: shapes [${a}] and [${b}] do not broadcast: axis ${axis - rank} is ${m} and ${n}. Sizes must be equal or 1.`,
      );
    }
    return m === 1 ? n : m;
  });
}

/** Whether two shapes are the same. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
