import type { TfjsOps } from '../ops.ts';
import type { TensorInfo } from '../tfjs.ts';

/** `x` as often as `shape` asks on the axes where it has one element. */
export function repeated(t: TfjsOps, x: TensorInfo, shape: readonly number[]): TensorInfo {
  const given = [...shape.map(() => 1), ...x.shape].slice(-shape.length);
  const reps = shape.map((size, axis) => size / given[axis]!);
  const operand = { ...x, shape: given };
  return reps.every((n) => n === 1) ? operand : t.run('Tile', { x: operand }, { reps });
}

/** `a` where the condition is true, else `b`; both may have to be repeated. */
export function select(t: TfjsOps, condition: TensorInfo, a: TensorInfo, b: TensorInfo): TensorInfo {
  const { shape } = condition;
  return t.run('Select', { condition, t: repeated(t, a, shape), e: repeated(t, b, shape) });
}
