import { and, attention, causal, keepWhere, type Mask, padding, scoreBias } from '@ostinato/attention';
import {
  add,
  arange,
  concat,
  div,
  greaterEqual,
  lessEqual,
  logicalAnd,
  matmul,
  mul,
  pad,
  permute,
  repeatInterleave,
  reshape,
  sub,
  tanh,
  type Tensor,
  where,
} from '@ostinato/tensor';
import { Uncovered } from '../config.ts';
import type { OnnxNode, OnnxOperator } from './onnx-node.ts';

type Floats = Tensor<'float32'>;

/** `[batch, steps, heads x features]` as `[batch, heads, steps, features]`. */
function byHeads(x: Floats, heads: number): Floats {
  if (x.rank === 4) return x;
  return permute(reshape(x, [x.shape[0]!, x.shape[1]!, heads, -1]), [0, 2, 1, 3]);
}

/** Which keys the queries see by their places: the causal mask and windows. */
function bandOf({ attributes, has, any }: OnnxNode, queries: number, keys: number, past: number): Mask[] {
  const isCausal = attributes.number('is_causal', 0) === 1;
  const [left, right] = [attributes.number('left_window_size', -1), attributes.number('right_window_size', -1)];
  const ragged = has(6);
  if (left < 0 && right < 0 && !ragged) return isCausal ? [causal(past)] : [];
  const first = ragged ? sub(reshape(any(6) as Tensor<'int32'>, [-1, 1, 1, 1]), queries) : past;
  const places = add(reshape(arange(queries), [1, 1, queries, 1]), first);
  const apart = sub(arange(keys), places);
  const ahead = isCausal ? 0 : right;
  const bounds = [...(left < 0 ? [] : [greaterEqual(apart, -left)]), ...(ahead < 0 ? [] : [lessEqual(apart, ahead)])];
  return bounds.length === 0 ? [] : [keepWhere(bounds.reduce((a, b) => logicalAnd(a, b)))];
}

/** What is hidden or added by a tensor, and keys beyond the length of a sequence. */
function givenMask({ has, any }: OnnxNode, keys: number): Mask[] {
  const lengths = has(6) ? [padding(any(6).dataSync() as Int32Array)] : [];
  if (!has(3)) return lengths;
  const given = any(3);
  const missing = keys - given.shape.at(-1)!;
  const filled = given.shape.map((_, axis): [number, number] => [0, axis === given.rank - 1 ? missing : 0]);
  if (given.dtype === 'bool') {
    if (missing > 0) throw new Uncovered('a bool mask for fewer keys');
    return [...lengths, keepWhere(given as Tensor<'bool'>)];
  }
  return [...lengths, scoreBias(missing > 0 ? pad(given as Floats, filled, -Infinity) : (given as Floats))];
}

/** `Attention` of opsets 23 to 25. */
export const attentionNode: OnnxOperator = (node) => {
  const { attributes, has, float, wants } = node;
  attributes.ignore('softmax_precision'); // ours is that of the backend
  const flat = float(0).rank === 3;
  const [qHeads, kvHeads] = [attributes.number('q_num_heads', 1), attributes.number('kv_num_heads', 1)];
  const q = byHeads(float(0), qHeads);
  const [newK, newV] = [byHeads(float(1), kvHeads), byHeads(float(2), kvHeads)];
  const past = has(4) ? float(4).shape[2]! : 0;
  const k = has(4) ? concat([float(4), newK], 2) : newK;
  const v = has(5) ? concat([float(5), newV], 2) : newV;
  const mask = and(...bandOf(node, q.shape[2]!, k.shape[2]!, past), ...givenMask(node, k.shape[2]!));
  const scale = attributes.number('scale', 1 / Math.sqrt(q.shape[3]!));
  const softcap = attributes.number('softcap', 0);
  const mode = attributes.number('qk_matmul_output_mode', 0);
  const options = { mask, scale, needWeights: wants(3), ...(softcap > 0 && { softcap }) };
  const { context, weights } = attention(q, k, v, options);
  const out = flat ? reshape(permute(context, [0, 2, 1, 3]), [q.shape[0]!, q.shape[2]!, -1]) : context;
  const watched = () => (mode === 3 ? weights : scoresBefore(mode, q, k, scale, softcap, mask));
  return [out, k, v, wants(3) ? watched() : undefined];
};

/** The scores: as products (0), pressed by softcap (1), with the mask (2). */
function scoresBefore(mode: number, q: Floats, k: Floats, scale: number, softcap: number, mask: Mask): Floats {
  const each = q.shape[1]! / k.shape[1]!;
  const products = mul(matmul(q, each === 1 ? k : repeatInterleave(k, each, 1), { transposeB: true }), scale);
  const pressed = mode > 0 && softcap > 0 ? mul(tanh(div(products, softcap)), softcap) : products;
  return mode < 2 ? pressed : masked(pressed, mask);
}

/** Adds what a mask adds, and -Infinity where it hides. */
function masked(scores: Floats, mask: Mask): Floats {
  const [batch, heads, queries, keys] = scores.shape as [number, number, number, number];
  const grid = { batch, heads, queries, keys, offset: 0, backend: scores.backend };
  const places = reshape(arange(queries), [queries, 1]);
  const apart = sub(arange(keys), places);
  const limit = (steps: number) => Math.max(-keys - queries, Math.min(keys + queries, steps));
  const band = logicalAnd(greaterEqual(apart, -limit(mask.behind)), lessEqual(apart, limit(mask.ahead)));
  return mask.terms.reduce(
    (sum, { keep, bias }) => {
      const kept = keep ? where(keep(grid), sum, -Infinity) : sum;
      return bias ? add(kept, bias(grid)) : kept;
    },
    where(band, scores, -Infinity),
  );
}
