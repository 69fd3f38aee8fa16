import { type Backend, kernelRow, type KernelName } from '@ostinato/backend';
import type { Shape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { FusedAttentionOptions } from './attention.ts';

/** `[batch, steps, heads, features]`. */
export type HeadSteps = readonly [batch: number, steps: number, heads: number, features: number];

/** Where the features of a step and head lie: how many elements from one batch row, step and head to the next. */
export interface Lying {
  readonly storage: unknown;
  readonly batch: number;
  readonly step: number;
  readonly head: number;
  /** Where the first element is. */
  readonly first: number;
}

/** How `[batch, steps, heads, features]` lies, or part `part` of `[batch, steps, parts, heads, features]`. */
export function lies(x: Tensor, part = 0): Lying {
  const features = x.shape.at(-1)!;
  const head = x.shape.at(-2)! * features;
  const step = x.rank === 5 ? x.shape[2]! * head : head;
  return { storage: x.storage(), batch: x.shape[1]! * step, step, head: features, first: part * head };
}

/** Sizes of an attention; `heads` of queries, `groups` of keys and values. */
export interface AttentionSizes {
  readonly batch: number;
  readonly heads: number;
  readonly groups: number;
  readonly queries: number;
  readonly keys: number;
  readonly inner: number;
  readonly cols: number;
}

/** Queries `from` to `to` with all keys that one of them sees: `low` to `high`. */
export interface Block {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
}

/** Everything but the operands. */
export interface AttentionPlan extends AttentionSizes, FusedAttentionOptions {
  readonly backend: Backend;
  readonly blocks: readonly Block[];
  /** Whether there is a block for each few queries, because none of them sees all that came before. */
  readonly isBanded: boolean;
  /** Whether a kernel call does one head of all sequences, instead of all heads of one sequence. */
  readonly byHead: boolean;
}

/** Decides how the work is cut into kernel calls. */
export function attentionPlan(backend: Backend, sizes: AttentionSizes, options: FusedAttentionOptions): AttentionPlan {
  const { batch, heads, groups, queries, keys } = sizes;
  const isBanded = options.behind < options.offset + queries - 1;
  const byHead = groups !== heads || heads < batch;
  const plan = { ...options, ...sizes, backend, isBanded, byHead };
  return { ...plan, blocks: isBanded ? bandOf(options, queries, keys) : [blockOf(options, 0, queries, keys)] };
}

/** Rows of a block: few waste work on keys at its ends, many on scores that are not seen. */
const rowsFor = (behind: number): number => Math.min(256, Math.max(32, behind + 1));

function bandOf(options: FusedAttentionOptions, queries: number, keys: number): Block[] {
  const rows = rowsFor(options.behind);
  return Array.from({ length: Math.ceil(queries / rows) }, (_, i) =>
    blockOf(options, i * rows, Math.min(queries, (i + 1) * rows), keys),
  );
}

/** A block that sees nothing has one key all the same, which the kernel hides from it. */
function blockOf({ behind, ahead, offset }: FusedAttentionOptions, from: number, to: number, keys: number): Block {
  const low = Math.min(keys - 1, Math.max(0, offset + from - behind));
  const high = Math.max(low + 1, Math.min(keys, offset + to + ahead));
  return { from, to, low, high };
}

/** Strides of a bias, 0 along axes of size 1. */
export function biasStrides(shape: Shape): { batch: number; head: number; row: number; column: number } {
  const [, heads, rows, cols] = shape as readonly [number, number, number, number];
  const of = (axis: number, stride: number) => (shape[axis] === 1 ? 0 : stride);
  return { batch: of(0, heads * rows * cols), head: of(1, rows * cols), row: of(2, cols), column: of(3, 1) };
}

/** Elements of scratch for the largest call. */
export function scratchFor(name: KernelName, plan: AttentionPlan): number {
  const { blocks, inner, cols, byHead, batch, heads } = plan;
  const items = byHead ? batch : heads;
  const sizes = blocks.map(({ from, to, low, high }) =>
    kernelRow(name).scratch({ items, rows: to - from, cols, inner, keys: high - low }),
  );
  return Math.max(...sizes);
}
