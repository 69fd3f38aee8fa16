import type { DType } from '@ostinato/base';
import { sameShape, type Shape, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { broadcastTo } from './broadcast-to.ts';

/** How a kernel walks a result of `rows x cols` with each operand: a row stride and a column stride of 0 or 1. */
export interface BroadcastPlan {
  readonly rows: number;
  readonly cols: number;
  readonly operands: readonly { readonly stride: number; readonly column: number }[];
}

/** An operand's part before and after axis `cut` of the result, or undefined where it varies in only part of one. */
function strides(shape: Shape, result: Shape, cut: number): { stride: number; column: number } | undefined {
  const aligned = [...Array<number>(result.length - shape.length).fill(1), ...shape];
  const [head, tail] = [aligned.slice(0, cut), aligned.slice(cut)];
  const cols = sizeOf(tail);
  const column = sameShape(tail, result.slice(cut)) ? 1 : cols === 1 ? 0 : undefined;
  if (column === undefined) return undefined;
  if (sameShape(head, result.slice(0, cut))) return { stride: column === 1 ? cols : 1, column };
  return sizeOf(head) === 1 ? { stride: 0, column } : undefined;
}

/** The plan for operands of these shapes, if one exists; the first axis alone makes the rows where it can. */
function planBroadcast(shapes: readonly Shape[], result: Shape): BroadcastPlan | undefined {
  for (const cut of [Math.min(1, result.length - 1), ...result.keys()].filter((axis) => axis >= 0)) {
    const operands = shapes.map((shape) => strides(shape, result, cut));
    if (operands.every((operand) => operand !== undefined)) {
      return { rows: sizeOf(result.slice(0, cut)), cols: sizeOf(result.slice(cut)), operands };
    }
  }
  return result.length === 0 ? { rows: 1, cols: 1, operands: shapes.map(() => ({ stride: 1, column: 1 })) } : undefined;
}

/** Operands and a plan for them: those that no plan can express are first written out in the result's shape. */
export function alignOperands(
  operands: readonly Tensor<DType>[],
  result: Shape,
): { operands: readonly Tensor[]; plan: BroadcastPlan } {
  const plan = planBroadcast(
    operands.map((x) => x.shape),
    result,
  );
  if (plan !== undefined) return { operands, plan };
  const whole = operands.map((x) => (sameShape(x.shape, result) ? x : broadcastTo(x, result)));
  return {
    operands: whole,
    plan: planBroadcast(
      whole.map((x) => x.shape),
      result,
    )!,
  };
}
