import type { FloatArray, JsStorage } from '../storage.ts';
import { type AttentionPlan, eachRow, scoresOf } from './attention-rows.ts';

/** The gradients of q, k and v, row by row: probabilities are computed again. */
export function attentionBackward(
  qGradient: JsStorage,
  kGradient: JsStorage,
  vGradient: JsStorage,
  gradient: JsStorage,
  q: JsStorage,
  k: JsStorage,
  v: JsStorage,
  lse: JsStorage,
  bias: JsStorage,
  _scratch: JsStorage,
  items: number,
  rows: number,
  cols: number,
  inner: number,
  keys: number,
  qGradientStride: number,
  kGradientStride: number,
  vGradientStride: number,
  gradientStride: number,
  qStride: number,
  kStride: number,
  vStride: number,
  biasStride: number,
  biasColumn: number,
  qGradientItem: number,
  kGradientItem: number,
  vGradientItem: number,
  gradientItem: number,
  qItem: number,
  kItem: number,
  vItem: number,
  lseItem: number,
  biasItem: number,
  scale: number,
  causal: number,
  offset: number,
): void {
  const plan: AttentionPlan = {
    ...{ items, rows, inner, keys, scale, causal, offset, biasColumn },
    ...{ q: q.floats, k: k.floats, bias: bias.floats, kStride },
  };
  const [dq, dk, dv, g] = [qGradient.floats, kGradient.floats, vGradient.floats, gradient.floats];
  const [queries, stored, values] = [q.floats, k.floats, v.floats];
  for (let item = 0; item < items; item++) {
    clear(dk, item * kGradientItem, keys, inner, kGradientStride);
    clear(dv, item * vGradientItem, keys, cols, vGradientStride);
  }
  eachRow(plan, (at, i) => {
    const [qAt, gAt] = [at * qItem + i * qStride, at * gradientItem + i * gradientStride];
    const total = lse.floats[at * lseItem + i]!;
    const scores = scoresOf(plan, i, qAt, at * kItem, at * biasItem + i * biasStride);
    const p = scores.map((score) => (total === -Infinity ? 0 : Math.exp(score - total)));
    const along = p.map((_, key) => dot(g, gAt, values, at * vItem + key * vStride, cols));
    const mean = p.reduce((sum, share, key) => sum + share * along[key]!, 0);
    const slopes = p.map((share, key) => scale * share * (along[key]! - mean));
    const into = at * qGradientItem + i * qGradientStride;
    clear(dq, into, 1, inner, 0);
    slopes.forEach((slope, key) => {
      addTo(dq, into, stored, at * kItem + key * kStride, inner, slope);
      addTo(dk, at * kGradientItem + key * kGradientStride, queries, qAt, inner, slope);
      addTo(dv, at * vGradientItem + key * vGradientStride, g, gAt, cols, p[key]!);
    });
  });
}

function clear(out: FloatArray, at: number, rows: number, cols: number, stride: number): void {
  for (let i = 0; i < rows; i++) out.fill(0, at + i * stride, at + i * stride + cols);
}

function dot(a: FloatArray, p: number, b: FloatArray, q: number, count: number): number {
  let sum = 0;
  for (let c = 0; c < count; c++) sum += a[p + c]! * b[q + c]!;
  return sum;
}

/** `out += factor x`. */
function addTo(out: FloatArray, o: number, x: FloatArray, p: number, count: number, factor: number): void {
  for (let c = 0; c < count; c++) out[o + c] = out[o + c]! + factor * x[p + c]!;
}
