import type { TfjsOps } from '../ops.ts';
import type { TensorInfo } from '../tfjs.ts';

/** Terms from which a sum is made in two steps, and terms of each part. */
const many = 4096;
const part = 512;

const whole = (t: TfjsOps, x: TensorInfo, axis: readonly number[]): TensorInfo =>
  t.run('Sum', { x }, { axis: [...axis], keepDims: false });

/**
 * The sum over some axes. The wasm backend of tfjs adds all terms to one float32, which for a million of them is off by a hundredth: there long axes
 * are summed in parts, and then the parts.
 */
export function sumOver(t: TfjsOps, x: TensorInfo, axis: readonly number[]): TensorInfo {
  if (t.name !== 'wasm') return whole(t, x, axis);
  const [last, ...others] = [...axis].sort((a, b) => b - a);
  const rest = sumAxis(t, x, last!);
  return others.length === 0 ? rest : sumOver(t, rest, others);
}

function sumAxis(t: TfjsOps, x: TensorInfo, axis: number): TensorInfo {
  const count = x.shape[axis]!;
  if (count < many) return whole(t, x, [axis]);
  const parts = Math.ceil(count / part);
  const paddings = x.shape.map((_, i) => [0, i === axis ? parts * part - count : 0]);
  const filled = parts * part === count ? x : t.run('PadV2', { x }, { paddings, constantValue: 0 });
  const shape = [...x.shape.slice(0, axis), parts, part, ...x.shape.slice(axis + 1)];
  return sumAxis(t, whole(t, { ...filled, shape }, [axis + 1]), axis);
}
