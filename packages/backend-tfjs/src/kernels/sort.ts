import type { Box } from '../box.ts';
import type { TfjsOps } from '../ops.ts';
import type { TensorInfo } from '../tfjs.ts';
import { positions, take } from './indexing.ts';
import { repeated, select } from './select.ts';

/**
 * What elements are compared by, each `[rows, width]`: first the class (numbers, NaN, filling), then the value, then the position they
 * came from, which makes the order strict and the sort stable.
 */
type Keys = {
  readonly kind: TensorInfo;
  readonly value: TensorInfo;
  readonly position: TensorInfo;
};

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

/** Positions that sort rows, `[rows, cols]` of int32, by a network of comparisons: it needs nothing but element-wise kernels. */
function byNetwork(t: TfjsOps, x: TensorInfo, descending: boolean): TensorInfo {
  const [rows, cols] = x.shape as [number, number];
  const width = 2 ** Math.ceil(Math.log2(cols));
  let keys = keysOf(t, x, width, descending);
  for (let block = 2; block <= width; block *= 2)
    for (let apart = block / 2; apart >= 1; apart /= 2) {
      const given = keys;
      keys = t.turn(given, () => stage(t, given, rows, width, block, apart));
    }
  return t.run('Cast', { x: t.slice(keys.position, [0, 0], [rows, cols]) }, { dtype: 'int32' });
}

/** The same by the kernel TopK, which sorts on the host of cpu and wasm and is stable there: first by value, then numbers from NaN. */
function byTopK(t: TfjsOps, x: TensorInfo, descending: boolean): TensorInfo {
  const cols = x.shape[1]!;
  const order = (keys: TensorInfo): TensorInfo =>
    t.runAll('TopK', { x: keys }, { k: cols, sorted: true })[1] as TensorInfo; // the largest first
  const { kind, value } = keysOf(t, x, cols, descending);
  const byValue = order(t.run('Neg', { x: value }));
  const byKind = order(t.run('Neg', { x: columns(t, kind, byValue) }));
  return columns(t, byValue, byKind);
}

/** `x[i, index[i, j]]`, both `[rows, cols]`. */
function columns(t: TfjsOps, x: TensorInfo, index: TensorInfo): TensorInfo {
  const [rows, cols] = x.shape as [number, number];
  const at = positions(t, index, rows, cols);
  return { ...take(t, { ...x, shape: [rows * cols] }, at), shape: [rows, cols] };
}

/** Sorts rows; stable, NaN is the largest. */
export const sort =
  (t: TfjsOps, descending: boolean) =>
  (out: Box, order: Box, x: Box, rows: number, cols: number, _: number, __: number, stride: number): void => {
    if (out.count === 0) return;
    t.writeAll([out, order], () => {
      const operand = t.of(x, [stride === 0 ? 1 : rows, cols]);
      const from = t.shaders ? byNetwork(t, operand, descending) : byTopK(t, operand, descending);
      return [columns(t, operand, from), from].map((each) => repeated(t, each, [rows, cols]));
    });
  };
