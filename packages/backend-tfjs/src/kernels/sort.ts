import type { Box } from '../box.ts';
import type { TfjsOps } from '../ops.ts';
import type { TensorInfo } from '../tfjs.ts';
import { take } from './indexing.ts';
import { repeated, select } from './select.ts';

/**
 * What elements are compared by, each `[rows, width]`: first the class (numbers, NaN, filling), then the value, then the position they
 * came from, which makes the order strict and the sort stable.
 */
interface Keys {
  readonly kind: TensorInfo;
  readonly value: TensorInfo;
  readonly position: TensorInfo;
}

/** Keys of `x [rows, cols]`, filled up to `width` with what comes last. NaN is the largest. */
function keysOf(t: TfjsOps, x: TensorInfo, width: number, descending: boolean): Keys {
  const [rows, cols] = x.shape as [number, number];
  const paddings = [
    [0, 0],
    [0, width - cols],
  ];
  const fill = (value: TensorInfo, constantValue: number) =>
    width === cols ? value : t.run('PadV2', { x: value }, { paddings, constantValue });
  const isNan = t.run('IsNan', { x });
  const value = select(t, isNan, t.scalar(0), descending ? t.run('Neg', { x }) : x);
  const row = t.upload(
    Float32Array.from({ length: width }, (_, i) => i),
    'float32',
    [1, width],
  );
  return {
    kind: fill(select(t, isNan, t.scalar(descending ? -1 : 1), t.scalar(0)), 2),
    value: fill(value, 0),
    position: t.run('Tile', { x: row }, { reps: [rows, 1] }),
  };
}

/** Whether `a` comes before `b`, element by element. */
function precedes(t: TfjsOps, a: Keys, b: Keys): TensorInfo {
  const less = (key: keyof Keys) => t.run('Less', { a: a[key], b: b[key] });
  const same = (key: keyof Keys) => t.run('Equal', { a: a[key], b: b[key] });
  const and = (p: TensorInfo, q: TensorInfo) => t.run('LogicalAnd', { a: p, b: q });
  const or = (p: TensorInfo, q: TensorInfo) => t.run('LogicalOr', { a: p, b: q });
  const byValue = or(less('value'), and(same('value'), less('position')));
  return or(less('kind'), and(same('kind'), byValue));
}

/** One stage of a bitonic network (Batcher 1968): elements `apart` compare, in blocks of `block` by turns up and down. */
function stage(t: TfjsOps, keys: Keys, rows: number, width: number, block: number, apart: number): Keys {
  const swapped = (x: TensorInfo) => ({
    ...t.run('Reverse', { x: { ...x, shape: [(rows * width) / (2 * apart), 2, apart] } }, { dims: [1] }),
    shape: [rows, width],
  });
  const other = { kind: swapped(keys.kind), value: swapped(keys.value), position: swapped(keys.position) };
  const first = Uint8Array.from({ length: width }, (_, i) => +(((i & apart) === 0) === ((i & block) === 0)));
  const wantsFirst = t.run('Tile', { x: t.upload(first, 'bool', [1, width]) }, { reps: [rows, 1] });
  const stays = t.run('LogicalNot', { x: t.run('NotEqual', { a: precedes(t, keys, other), b: wantsFirst }) });
  const choose = (key: keyof Keys) => t.run('Select', { condition: stays, t: keys[key], e: other[key] });
  return { kind: choose('kind'), value: choose('value'), position: choose('position') };
}

/** Sorts rows by a network of comparisons, which needs nothing but element-wise kernels; stable, NaN is the largest. */
export const sort =
  (t: TfjsOps, descending: boolean) =>
  (out: Box, order: Box, x: Box, rows: number, cols: number, _: number, __: number, stride: number): void => {
    if (out.count === 0) return;
    t.writeAll([out, order], () => {
      const given = stride === 0 ? 1 : rows;
      const operand = t.of(x, [given, cols]);
      const width = 2 ** Math.ceil(Math.log2(cols));
      let keys = keysOf(t, operand, width, descending);
      for (let block = 2; block <= width; block *= 2)
        for (let apart = block / 2; apart >= 1; apart /= 2) keys = stage(t, keys, given, width, block, apart);
      const position = t.slice(keys.position, [0, 0], [given, cols]);
      const starts = t.upload(
        Float32Array.from({ length: given }, (_, i) => i * cols),
        'float32',
        [given, 1],
      );
      const at = t.run('Cast', { x: t.run('Add', { a: position, b: starts }) }, { dtype: 'int32' });
      const values = take(t, { ...operand, shape: [given * cols] }, { ...at, shape: [given * cols] });
      const positions = t.run('Cast', { x: position }, { dtype: 'int32' });
      const all = (value: TensorInfo) => repeated(t, { ...value, shape: [given, cols] }, [rows, cols]);
      return [all(values), all(positions)];
    });
  };
