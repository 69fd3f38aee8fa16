import type { JsStorage } from '../storage.ts';
import { type AttentionPlan, eachRow, scoresOf } from './attention-rows.ts';

/** Attention row by row, with a row of scores at a time. */
export function attention(
  out: JsStorage,
  lse: JsStorage,
  q: JsStorage,
  k: JsStorage,
  v: JsStorage,
  bias: JsStorage,
  _scratch: JsStorage,
  items: number,
  rows: number,
  cols: number,
  inner: number,
  keys: number,
  outStride: number,
  qStride: number,
  kStride: number,
  vStride: number,
  biasStride: number,
  biasColumn: number,
  outItem: number,
  lseItem: number,
  qItem: number,
  kItem: number,
  vItem: number,
  biasItem: number,
  scale: number,
  causal: number,
  offset: number,
): void {
  const plan: AttentionPlan = {
    ...{ items, rows, inner, keys, scale, causal, offset, biasColumn },
    ...{ q: q.floats, k: k.floats, bias: bias.floats, kStride },
  };
  const [result, logSums, values] = [out.floats, lse.floats, v.floats];
  eachRow(plan, (at, i) => {
    const scores = scoresOf(plan, i, at * qItem + i * qStride, at * kItem, at * biasItem + i * biasStride);
    const largest = scores.reduce((a, b) => Math.max(a, b), -Infinity);
    const isNothing = largest === -Infinity;
    const p = scores.map((score) => (isNothing ? 0 : Math.exp(score - largest)));
    const sum = isNothing ? 1 : p.reduce((a, b) => a + b, 0);
    logSums[at * lseItem + i] = largest + Math.log(sum);
    for (let j = 0; j < cols; j++) {
      let total = 0;
      for (let key = 0; key < p.length; key++) total += p[key]! * values[at * vItem + key * vStride + j]!;
      result[at * outItem + i * outStride + j] = total / sum;
    }
  });
}
