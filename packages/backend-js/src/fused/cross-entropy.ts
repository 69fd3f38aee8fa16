import type { JsStorage } from '../storage.ts';

/** The losses of int targets under softmax, and their gradient. */
export const crossEntropy = {
  softmaxCrossEntropy: (
    loss: JsStorage,
    largest: JsStorage,
    logSum: JsStorage,
    x: JsStorage,
    target: JsStorage,
    rows: number,
    cols: number,
    xStride: number,
    ignoreIndex: number,
    smoothing: number,
  ): number => {
    const [losses, tops, logSums] = [loss.floats, largest.floats, logSum.floats];
    const [logits, ids] = [x.floats, target.ints];
    const bad = ids.subarray(0, rows).findIndex((id) => id !== ignoreIndex && (id < 0 || id >= cols));
    if (bad >= 0) return bad;
    for (let i = 0; i < rows; i++) {
      const row = logits.subarray(i * xStride, i * xStride + cols);
      let top = -Infinity;
      for (let j = 0; j < cols; j++) top = Math.max(top, row[j]!);
      let sum = 0;
      for (let j = 0; j < cols; j++) sum += Math.exp(row[j]! - top);
      const log = Math.log(sum);
      tops[i] = top;
      logSums[i] = log;
      losses[i] = ids[i] === ignoreIndex ? 0 : lossOf(row, top, log, ids[i]!, smoothing);
    }
    return -1;
  },
  softmaxCrossEntropyBackward: (
    out: JsStorage,
    x: JsStorage,
    target: JsStorage,
    largest: JsStorage,
    logSum: JsStorage,
    scale: JsStorage,
    rows: number,
    cols: number,
    outStride: number,
    xStride: number,
    ignoreIndex: number,
    smoothing: number,
  ): void => {
    const [result, logits, ids] = [out.floats, x.floats, target.ints];
    const [tops, logSums, scales] = [largest.floats, logSum.floats, scale.floats];
    for (let i = 0; i < rows; i++) {
      const [o, p] = [i * outStride, i * xStride];
      if (ids[i] === ignoreIndex) {
        result.fill(0, o, o + cols);
        continue;
      }
      for (let j = 0; j < cols; j++) {
        const expected = smoothing / cols + (j === ids[i] ? 1 - smoothing : 0);
        result[o + j] = scales[i]! * (Math.exp(logits[p + j]! - tops[i]! - logSums[i]!) - expected);
      }
    }
  },
};

/** `-log p` of the target, and of all classes as far as the target is smoothed. */
function lossOf(row: ArrayLike<number>, top: number, log: number, id: number, smoothing: number): number {
  const hard = top - row[id]! + log;
  if (smoothing === 0) return hard;
  let sum = 0;
  for (let j = 0; j < row.length; j++) sum += top - row[j]! + log;
  return (1 - smoothing) * hard + (smoothing / row.length) * sum;
}
