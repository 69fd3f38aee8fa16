import { sameShape, type Shape, sizeAt } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { broadcastTo } from './broadcast-to.ts';

/** How a kernel walks a result of `rows x cols` with each operand: a row stride and a column stride of 0 or 1. */
export interface BroadcastPlan {
  readonly rows: number;
  readonly cols: number;
  readonly operands: readonly Walk[];
}

/** What is added to an operand's position for each row of the result, and for each column: 0 where it is repeated. */
export interface Walk {
  readonly stride: number;
  readonly column: number;
}

/** Whether a shape has the result's sizes at the axes `from` to `to`, counted from the end. */
function fills(shape: Shape, result: Shape, from: number, to: number): boolean {
  for (let axis = from; axis < to; axis++) if (sizeAt(shape, axis) !== sizeAt(result, axis)) return false;
  return true;
}

/** Number of elements along the axes `from` to `to`, counted from the end. */
function extent(shape: Shape, from: number, to: number): number {
  let size = 1;
  for (let axis = from; axis < to; axis++) size *= sizeAt(shape, axis);
  return size;
}

/** How an operand is walked if the result's axes before `cut` are its rows; undefined where it varies in only part of either. */
function walk(shape: Shape, result: Shape, cut: number): Walk | undefined {
  const cols = extent(shape, cut, 0);
  const column = fills(shape, result, cut, 0) ? 1 : cols === 1 ? 0 : undefined;
  if (column === undefined) return undefined;
  if (fills(shape, result, -result.length, cut)) return { stride: column === 1 ? cols : 1, column };
  return extent(shape, -result.length, cut) === 1 ? { stride: 0, column } : undefined;
}

/** The plan whose rows are the axes before `cut`, counted from the end, if all operands can be walked so. */
function planAt(operands: readonly Tensor[], result: Shape, cut: number): BroadcastPlan | undefined {
  const walks: Walk[] = [];
  for (const { shape } of operands) {
    const found = walk(shape, result, cut);
    if (found === undefined) return undefined;
    walks.push(found);
  }
  return { rows: extent(result, -result.length, cut), cols: extent(result, cut, 0), operands: walks };
}

/** The plan for operands of a result, if one exists; the first axis alone makes the rows where it can. */
function planBroadcast(operands: readonly Tensor[], result: Shape): BroadcastPlan | undefined {
  const rank = result.length;
  let plan = planAt(operands, result, rank > 1 ? 1 - rank : -rank);
  for (let cut = -rank; cut < 0 && plan === undefined; cut++) plan = planAt(operands, result, cut);
  return plan;
}

/** Operands and a plan for them: those that no plan can express are first written out in the result's shape. */
export function alignOperands(
  operands: readonly Tensor[],
  result: Shape,
): { operands: readonly Tensor[]; plan: BroadcastPlan } {
  const plan = planBroadcast(operands, result);
  if (plan !== undefined) return { operands, plan };
  const whole = operands.map((x) => (sameShape(x.shape, result) ? x : broadcastTo(x, result)));
  return { operands: whole, plan: planBroadcast(whole, result)! };
}
