import { add } from '../ops/binary.ts';
import { full, zeros } from '../ops/creation.ts';
import { makeTensor } from '../ops/make.ts';
import { slice } from '../ops/slice.ts';
import { tril } from '../ops/tril.ts';
import { sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { type AttentionPlan, biasStrides, type Block, type Lying, scratchFor } from './attention-plan.ts';

type Floats = Tensor<'float32'>;
/** Queries, keys and values, or their gradients. */
export type Operands = readonly [q: Lying, k: Lying, v: Lying];

/** Writes `out` and returns log sum exp of the scores, `[batch, heads, queries]`. */
export function attendForward(plan: AttentionPlan, [q, k, v]: Operands, out: Lying): Floats {
  const { backend, batch, heads, queries } = plan;
  const lse = makeTensor(backend, [batch, heads, queries], 'float32');
  const sums: Lying = { storage: lse.storage(), batch: heads * queries, head: queries, step: 1, first: 0 };
  const scratch = makeTensor(backend, [scratchFor('attention', plan)], 'float32');
  eachBlock(plan, (block, bias) =>
    eachCall(plan, block, bias, ({ at, item, biasAt, biasItem, strides, scalars, sizes }) => {
      backend.kernels.attention!(
        at(out, block.from),
        at(sums, block.from),
        at(q, block.from),
        at(k, block.low, true),
        at(v, block.low, true),
        biasAt,
        scratch.storage(),
        ...sizes,
        ...([out.step, q.step, k.step, v.step, strides.row, strides.column] as SixNumbers),
        ...([item(out), item(sums), item(q), item(k), item(v), biasItem] as SixNumbers),
        ...scalars,
      );
    }),
  );
  return lse;
}

type SixNumbers = [number, number, number, number, number, number];

/** Writes the gradients of q, k and v; those of k and v by heads of queries. */
export function attendBackward(
  plan: AttentionPlan,
  [q, k, v]: Operands,
  lse: Floats,
  g: Lying,
  slopes: Operands,
): void {
  tidy(() => {
    const { backend, heads, queries } = plan;
    const sums: Lying = { storage: lse.storage(), batch: heads * queries, head: queries, step: 1, first: 0 };
    const scratch = makeTensor(backend, [scratchFor('attentionBackward', plan)], 'float32');
    const [dq, ...whole] = slopes;
    if (plan.isBanded) for (const each of whole) clear(plan, each);
    eachBlock(plan, (block, bias) => {
      const parts = plan.isBanded ? [plan.inner, plan.cols].map((cols) => partOf(plan, block, cols)) : whole;
      const [dk, dv] = parts as [Lying, Lying];
      const from = plan.isBanded ? 0 : block.low;
      if (!plan.isBanded && block.high < plan.keys) for (const each of whole) clear(plan, each);
      eachCall(plan, block, bias, ({ at, item, biasAt, biasItem, strides, scalars, sizes }) => {
        backend.kernels.attentionBackward!(
          at(dq, block.from),
          at(dk, from),
          at(dv, from),
          at(g, block.from),
          at(q, block.from),
          at(k, block.low, true),
          at(v, block.low, true),
          at(sums, block.from),
          biasAt,
          scratch.storage(),
          ...sizes,
          ...([dq.step, dk.step, dv.step, g.step, q.step, k.step, v.step, strides.row, strides.column] as NineNumbers),
          ...([item(dq), item(dk), item(dv), item(g), item(q), item(k), item(v), item(sums), biasItem] as NineNumbers),
          ...scalars,
        );
      });
      if (plan.isBanded) whole.forEach((each, i) => addPart(plan, block, each, parts[i]!));
    });
  });
}

type NineNumbers = [number, number, number, number, number, number, number, number, number];

/** Runs through the blocks, each with its bias `[batch, heads, rows, keys]`, any of them 1, or none. */
function eachBlock(plan: AttentionPlan, run: (block: Block, bias: Bias) => void): void {
  const { backend, blocks, isBanded, bias, behind, offset } = plan;
  tidy(() => {
    const nothing = zeros([1, 1, 1, 1], { backend });
    const most = Math.max(...blocks.map(({ from, to }) => to - from));
    const band = isBanded ? bandBias(plan, most) : nothing;
    for (const block of blocks) {
      tidy(() => {
        const { from, to, low, high } = block;
        const first = low - (offset + from - behind); // of the band's columns
        if (!isBanded) run(block, { tensor: cut(bias ?? nothing, block), first: 0 });
        else if (bias === undefined) run(block, { tensor: band, first });
        else {
          const part = slice(slice(band, 3, first, first + high - low), 2, 0, to - from);
          run(block, { tensor: add(cut(bias, block), part), first: 0 });
        }
      });
    }
  });
}

interface Bias {
  readonly tensor: Floats;
  /** Which of its columns belongs to the first key. */
  readonly first: number;
}

/** The part of a bias that belongs to a block. */
function cut(bias: Floats, { from, to, low, high }: Block): Floats {
  const rows = bias.shape[2] === 1 ? bias : slice(bias, 2, from, to);
  return rows.shape[3] === 1 || (low === 0 && high === rows.shape[3]) ? rows : slice(rows, 3, low, high);
}

/** -Infinity where column j, which is `behind` steps before row 0 for j = 0, is too far back for row i: `[1, 1, rows, ...]`. */
function bandBias({ backend, behind, ahead, keys }: AttentionPlan, rows: number): Floats {
  const columns = behind + rows + Math.min(ahead, keys);
  return tril(full([1, 1, rows, columns], -Infinity, { backend }), -1);
}

interface Call {
  /** The place of a step of the operand; `shared` for keys and values, which groups of heads share. */
  readonly at: (x: Lying, step: number, shared?: boolean) => unknown;
  /** Elements from one item to the next. */
  readonly item: (x: Lying) => number;
  readonly biasAt: unknown;
  readonly biasItem: number;
  readonly strides: { readonly row: number; readonly column: number };
  readonly sizes: readonly [items: number, rows: number, cols: number, inner: number, keys: number];
  readonly scalars: readonly [scale: number, causal: number, offset: number];
}

/** The kernel calls of a block: one for each head, with all sequences, or one for each sequence, with all heads. */
function eachCall(plan: AttentionPlan, block: Block, bias: Bias, run: (call: Call) => void): void {
  const { backend, batch, heads, groups, byHead, inner, cols, scale } = plan;
  const element = backend.elementBytes('float32');
  const place = (storage: unknown, elements: number) => backend.at!(storage, elements * element);
  const strides = biasStrides(bias.tensor.shape);
  const rows = block.to - block.from;
  const keys = block.high - block.low;
  const seen = plan.offset + block.from + plan.ahead - block.low; // up to which key row 0 sees
  const causal = seen < keys - 1;
  for (let i = 0; i < (byHead ? heads : batch); i++) {
    const group = Math.floor(i / (heads / groups));
    run({
      at: (x, step, shared = false) => {
        const outer = byHead ? (shared ? group : i) * x.head : i * x.batch;
        return place(x.storage, x.first + outer + step * x.step);
      },
      item: (x) => (byHead ? x.batch : x.head),
      biasAt: place(bias.tensor.storage(), i * (byHead ? strides.head : strides.batch) + bias.first),
      biasItem: byHead ? strides.batch : strides.head,
      strides,
      sizes: [byHead ? batch : heads, rows, cols, inner, keys],
      scalars: [scale, Number(causal), causal ? seen : 0],
    });
  }
}

/** Zeros in every step of `[batch, keys, heads, features]`. */
function clear({ backend, batch, keys, heads }: AttentionPlan, x: Lying): void {
  for (let i = 0; i < batch; i++) {
    const at = backend.at!(x.storage, (x.first + i * x.batch) * backend.elementBytes('float32'));
    backend.kernels['fill.float32'](at, keys, heads * x.head, x.step, 0);
  }
}

/** Room for the gradients of the keys of a block. */
function partOf({ backend, batch, heads }: AttentionPlan, { low, high }: Block, cols: number): Lying {
  const shape = [batch, high - low, heads, cols];
  const step = heads * cols;
  return {
    storage: makeTensor(backend, shape, 'float32').storage(),
    batch: sizeOf(shape.slice(1)),
    step,
    head: cols,
    first: 0,
  };
}

/** Adds them to those of all keys. */
function addPart({ backend, batch, heads }: AttentionPlan, { low, high }: Block, whole: Lying, part: Lying): void {
  const bytes = backend.elementBytes('float32');
  for (let i = 0; i < batch; i++) {
    const to = backend.at!(whole.storage, (whole.first + i * whole.batch + low * whole.step) * bytes);
    const from = backend.at!(part.storage, i * part.batch * bytes);
    const cols = heads * part.head;
    backend.kernels['binary.add'](to, to, from, high - low, cols, whole.step, whole.step, cols, 1, 1);
  }
}
