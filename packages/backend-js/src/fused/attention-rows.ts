import type { FloatArray } from '../storage.ts';

/** What the scores of a call are made of. */
export interface AttentionPlan {
  readonly items: number;
  readonly rows: number;
  readonly inner: number;
  readonly keys: number;
  readonly scale: number;
  readonly causal: number;
  readonly offset: number;
  readonly q: FloatArray;
  readonly k: FloatArray;
  readonly kStride: number;
  readonly bias: FloatArray;
  readonly biasColumn: number;
}

/** Calls `row` for every row of every item. */
export function eachRow({ items, rows }: AttentionPlan, row: (item: number, i: number) => void): void {
  for (let item = 0; item < items; item++) for (let i = 0; i < rows; i++) row(item, i);
}

/** Scores of the keys that row i sees; its q begins at `qAt`, the keys of its item at `kAt`, its bias at `biasAt`. */
export function scoresOf(plan: AttentionPlan, i: number, qAt: number, kAt: number, biasAt: number): Float64Array {
  const { inner, keys, scale, causal, offset, q, k, kStride, bias, biasColumn } = plan;
  const seen = causal === 1 ? Math.max(0, Math.min(keys, i + offset + 1)) : keys;
  const scores = new Float64Array(seen);
  for (let j = 0; j < seen; j++) {
    let sum = 0;
    for (let c = 0; c < inner; c++) sum += q[qAt + c]! * k[kAt + j * kStride + c]!;
    scores[j] = scale * sum + bias[biasAt + j * biasColumn]!;
  }
  return scores;
}
