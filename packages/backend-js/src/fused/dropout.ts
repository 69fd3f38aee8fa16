import { uniformRow } from '../random.ts';
import type { JsStorage } from '../storage.ts';

/** Dropout by numbers of the Philox generator, and its gradient. */
export const dropout = {
  dropout: (
    out: JsStorage,
    mask: JsStorage,
    x: JsStorage,
    rows: number,
    cols: number,
    outStride: number,
    maskStride: number,
    xStride: number,
    first: number,
    key0: number,
    key1: number,
    draw: number,
    step: number,
    call: number,
    probability: number,
    scale: number,
  ): void => {
    const [result, kept, operand] = [out.floats, mask.bools, x.floats];
    for (let i = 0; i < rows; i++) {
      const [o, m, p] = [i * outStride, i * maskStride, i * xStride];
      const row = uniformRow(cols, first + i * cols, key0, key1, draw, step, call);
      for (let j = 0; j < cols; j++) {
        const keep = row[j]! < probability;
        kept[m + j] = +keep;
        result[o + j] = operand[p + j]! * (keep ? scale : 0);
      }
    }
  },
  dropoutBackward: (
    out: JsStorage,
    gradient: JsStorage,
    mask: JsStorage,
    rows: number,
    cols: number,
    outStride: number,
    gradientStride: number,
    maskStride: number,
    scale: number,
  ): void => {
    const [result, slopes, kept] = [out.floats, gradient.floats, mask.bools];
    for (let i = 0; i < rows; i++) {
      const [o, g, m] = [i * outStride, i * gradientStride, i * maskStride];
      for (let j = 0; j < cols; j++) result[o + j] = slopes[g + j]! * (kept[m + j] === 0 ? 0 : scale);
    }
  },
};
