import { AxisError, describe, ShapeError, typeError } from '@ostinato/base';

/** Sizes of a tensor's axes, `[batch, steps, features]`; `[]` is a scalar. */
export type Shape = readonly number[];

/** Number of elements of a shape. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (let axis = 0; axis < shape.length; axis++) size *= shape[axis]!;
  return size;
}

/** Checks a shape and returns a copy. @throws ShapeError */
export function checkShape(where: string, shape: unknown): Shape {
  if (!Array.isArray(shape)) throw typeError(where, 'shape', 'an array of sizes', shape);
  for (let axis = 0; axis < shape.length; axis++) {
    const size: unknown = shape[axis];
    if (typeof size !== 'number' || !Number.isInteger(size) || size < 0 || size >= 2 ** 31) {
      throw new ShapeError(
        `${where}: axis ${axis} of the shape must be a whole number from 0 to 2^31 - 1, got ${describe(size)}.`,
      );
    }
  }
  if (sizeOf(shape) >= 2 ** 31)
    throw new ShapeError(`${where}: shape [${shape}] has ${sizeOf(shape)} elements, more than 2^31 - 1.`);
  return shape.slice() as Shape;
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
  if (axes === undefined) return [...Array(rank).keys()];
  if (typeof axes !== 'number' && !Array.isArray(axes))
    throw typeError(where, 'axes', 'a whole number or an array of them', axes);
  const named: readonly number[] = typeof axes === 'number' ? [axes] : axes;
  const list: number[] = [];
  for (let i = 0; i < named.length; i++) list.push(resolveAxis(where, named[i]!, rank, `axes[${i}]`));
  const twice = list.find((axis, i) => list.indexOf(axis) !== i);
  if (twice !== undefined) throw new AxisError(`${where}: axis ${twice} is named twice in [${axes}] (rank ${rank}).`);
  return rank === 0 ? [] : list.sort((a, b) => a - b);
}

/** The shape with another size at one axis. */
export function withSize(shape: Shape, axis: number, size: number): number[] {
  const changed = shape.slice();
  changed[axis] = size;
  return changed;
}

/** The size of an axis counted from the end, `-1` for the last; 1 where a shape has no such axis. */
export function sizeAt(shape: Shape, axis: number): number {
  return shape.length + axis < 0 ? 1 : shape[shape.length + axis]!;
}

/** The shape two shapes broadcast to, aligned at their last axes. @throws ShapeError */
export function broadcastShapes(where: string, a: Shape, b: Shape): Shape {
  if (sameShape(a, b)) return a;
  const shape: number[] = [];
  for (let axis = -Math.max(a.length, b.length); axis < 0; axis++) {
    const [m, n] = [sizeAt(a, axis), sizeAt(b, axis)];
    if (m !== n && m !== 1 && n !== 1) {
      throw new ShapeError(
        `${where}: shapes [${a}] and [${b}] do not broadcast: axis ${axis} is ${m} and ${n}. Sizes must be equal or 1.`,
      );
    }
    shape.push(m === 1 ? n : m);
  }
  return shape;
}

/** Whether two shapes are the same. */
export function sameShape(a: Shape, b: Shape): boolean {
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false;
  return true;
}
