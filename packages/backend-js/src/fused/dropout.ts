import { uniformRow } from '../random.ts';
import type { JsStorage } from '../storage.ts';

/** `x scale` where the uniform number is below `probability`, else `x 0`. */
export function dropout(
  out: JsStorage,
  x: JsStorage,
  rows: number,
  cols: number,
  outStride: number,
  xStride: number,
  first: number,
  key0: number,
  key1: number,
  draw: number,
  step: number,
  call: number,
  probability: number,
  scale: number,
): void {
  const [result, operand] = [out.floats, x.floats];
  for (let i = 0; i < rows; i++) {
    const [o, p] = [i * outStride, i * xStride];
    const row = uniformRow(cols, first + i * cols, key0, key1, draw, step, call);
    for (let j = 0; j < cols; j++) result[o + j] = operand[p + j]! * (row[j]! < probability ? scale : 0);
  }
}
