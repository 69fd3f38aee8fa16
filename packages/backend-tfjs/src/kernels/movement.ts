import type { Box } from '../box.ts';
import type { TfjsOps } from '../ops.ts';
import type { TensorInfo } from '../tfjs.ts';
import { put, take } from './indexing.ts';
import { sumOver } from './sum.ts';
import { type Lattice, latticeOf, positionsOf, simplified, type Walk } from './lattice.ts';

/** The arguments of a walk: six sizes, six strides, the first element. */
const walkOf = (plan: readonly number[]): Walk =>
  simplified({ sizes: plan.slice(0, 6), strides: plan.slice(6, 12), offset: plan[12]! });

const isWhole = ({ shape, size }: Lattice): boolean => size.every((n, i) => n === shape[i]);
const isInOrder = (order: readonly number[]): boolean => order.every((axis, i) => axis === i);

/** The elements of a box, in the order of the walk, some of them again and again. */
function readLattice(t: TfjsOps, x: TensorInfo, lattice: Lattice): TensorInfo {
  const { shape, begin, size, order, sizes, still } = lattice;
  const whole = { ...x, shape: [...shape] };
  let part = isWhole(lattice) ? whole : t.slice(whole, begin, size);
  if (!isInOrder(order)) {
    const moved = { ...part, shape: size.slice(0, order.length) };
    part = t.run('Transpose', { x: moved }, { perm: [...order] });
  }
  if (!still.includes(true)) return part;
  const reps = sizes.map((n, i) => (still[i] ? n : 1));
  return t.run('Tile', { x: { ...part, shape: sizes.map((n, i) => (still[i] ? 1 : n)) } }, { reps });
}

/** The transpose of `readLattice`: sums what was repeated, puts the axes back in order, with zeros around. */
function sumLattice(t: TfjsOps, x: TensorInfo, lattice: Lattice): TensorInfo {
  const { shape, begin, size, order, sizes, still } = lattice;
  let part: TensorInfo = { ...x, shape: [...sizes] };
  const axis = sizes.flatMap((_, i) => (still[i] ? [i] : []));
  if (axis.length > 0) part = sumOver(t, part, axis);
  if (!isInOrder(order)) part = t.run('Transpose', { x: part }, { perm: order.map((_, i) => order.indexOf(i)) });
  if (isWhole(lattice)) return part;
  const paddings = shape.map((n, i) => [begin[i]!, n - begin[i]! - size[i]!]);
  return t.run('PadV2', { x: { ...part, shape: [...size] } }, { paddings, constantValue: 0 });
}

const strided =
  (t: TfjsOps) =>
  (out: Box, x: Box, ...plan: number[]): void =>
    t.write(out, () => {
      const walk = walkOf(plan);
      const operand = t.of(x, [x.count]);
      const lattice = latticeOf(walk, x.count);
      if (lattice !== undefined) return readLattice(t, operand, lattice);
      return take(t, operand, t.upload(positionsOf(walk), 'int32', [out.count]));
    });

const stridedSum =
  (t: TfjsOps) =>
  (out: Box, x: Box, count: number, ...plan: number[]): void =>
    t.write(out, () => {
      if (x.count === 0) return t.run('Fill', {}, { shape: [count], value: 0, dtype: 'float32' });
      const walk = walkOf(plan);
      const operand = t.of(x, [x.count]);
      const lattice = latticeOf(walk, count);
      if (lattice !== undefined) return sumLattice(t, operand, lattice);
      return put(t, operand, t.upload(positionsOf(walk), 'int32', [x.count]), count);
    });

const concat =
  (t: TfjsOps) =>
  (out: Box, a: Box, b: Box, rows: number, aCols: number, bCols: number): void =>
    t.write(out, () => {
      const parts = [t.of(a, [rows, aCols]), t.of(b, [rows, bCols])].filter(({ shape }) => shape[1]! > 0);
      return parts.length === 1 ? parts[0]! : t.run('Concat', parts, { axis: 1 });
    });

/** The kernels that move elements by position. */
export const movement = (t: TfjsOps) => ({
  'strided.float32': strided(t),
  'strided.int32': strided(t),
  'strided.bool': strided(t),
  stridedSum: stridedSum(t),
  'concat.float32': concat(t),
  'concat.int32': concat(t),
  'concat.bool': concat(t),
});
