import { ShapeError } from '@ostinato/base';
import { dropout } from '@ostinato/nn';
import {
  add,
  div,
  logicalAnd,
  matmul,
  mul,
  permute,
  reshape,
  softmax,
  tanh,
  type Tensor,
  tidy,
  trainingGenerator,
  where,
} from '@ostinato/tensor';
import { fusedAttention } from '@ostinato/tensor/fused';
import type { AttentionResult } from '../attention-result.ts';
import { type AttentionGrid, biasOf, isFiniteBias, keepOf, type Mask, termsBias, withoutGaps } from '../masks/mask.ts';

type Floats = Tensor<'float32'>;

/** Terms of scores and contexts that depend on the queries, as relative positions have. */
export interface RelativeTerms {
  /** Added to the scores: from queries `[batch, heads, queries, features]` to `[batch, heads, queries, keys]`. */
  scores(queries: Floats, grid: AttentionGrid): Floats;
  /** Added to the context: from weights `[batch, heads, queries, keys]` to `[batch, heads, queries, features]`. */
  context(weights: Floats, grid: AttentionGrid): Floats;
}

/** How `attend` attends. */
export interface AttendOptions {
  /** Whose errors these are. */
  readonly where: string;
  readonly mask: Mask;
  /** The place of the first query among the keys. */
  readonly offset: number;
  readonly scale: number;
  /** Scores are pressed into ±softcap. */
  readonly softcap?: number | undefined;
  readonly dropout: number;
  readonly needWeights: boolean;
  readonly relative?: RelativeTerms | undefined;
  /** Which keys hold a step, where padding may stand between them. */
  readonly gaps?: Tensor<'bool'> | undefined;
}

/**
 * Attention of `q [batch, queries, heads, features]` to `k [batch, keys, groups, features]` and `v [batch, keys, groups, cols]`, heads being
 * a multiple of groups: context `[batch, queries, heads, cols]`, weights `[batch, heads, queries, keys]`.
 * @throws ShapeError
 */
export function attend(q: Floats, k: Floats, v: Floats, options: AttendOptions): AttentionResult {
  checkFit(options.where, q, k, v);
  const grid = gridOf(q, k, options);
  return tidy(() => {
    const context = isPlain(options) ? attendFused(q, k, v, options, grid) : undefined;
    return context === undefined ? attendComposed(q, k, v, options, grid) : { context };
  });
}

/** @throws ShapeError for queries, keys and values of different sequences, or keys and values of different steps */
function checkFit(where: string, q: Floats, k: Floats, v: Floats): void {
  const [[batch, , heads, features], [rows, keys, groups, width], [others, steps, shared]] = [
    q.shape,
    k.shape,
    v.shape,
  ];
  const isOfSame = batch === rows && batch === others && keys === steps;
  if (isOfSame && groups === shared && features === width && heads! % groups! === 0) return;
  throw new ShapeError(
    `${where}: queries, keys and values must be of as many sequences, keys and values of as many steps, got queries [${q.shape}], ` +
      `keys [${k.shape}] and values [${v.shape}] ([batch, steps, heads, features]).`,
  );
}

function gridOf(q: Floats, k: Floats, { offset, gaps }: AttendOptions): AttentionGrid {
  const [batch, queries, heads] = q.shape as [number, number, number];
  return { batch, heads, queries, keys: k.shape[1]!, offset, backend: q.backend, ...(gaps && { gaps }) };
}

/** Whether the kernel computes what is asked for. */
export function isPlain({ softcap, needWeights, relative, dropout: p }: AttendOptions): boolean {
  return softcap === undefined && !needWeights && relative === undefined && !(p > 0 && trainingGenerator());
}

function attendFused(q: Floats, k: Floats, v: Floats, options: AttendOptions, grid: AttentionGrid): Floats | undefined {
  return fusedAttention(q, k, v, fusedOptions(options, grid));
}

/** The options of a fused attention. */
export function fusedOptions({ mask, scale, offset }: AttendOptions, grid: AttentionGrid) {
  const banded = withoutGaps(mask, grid);
  const bias = termsBias(banded, grid);
  return { scale, offset, behind: banded.behind, ahead: banded.ahead, ...(bias && { bias }) };
}

/** Below every score, and finite, so that rows without a key have no NaN: what they give is set to 0 afterwards. */
const hidden = -1e30;

function attendComposed(q: Floats, k: Floats, v: Floats, options: AttendOptions, grid: AttentionGrid): AttentionResult {
  const { scale, softcap, relative } = options;
  const queries = headsFirst(q);
  const products = grouped(queries, k, (rows, keys) => matmul(rows, keys, { transposeB: true }));
  const whole = relative ? add(products, relative.scores(queries, grid)) : products;
  const scaled = mul(whole, scale);
  const scores = softcap === undefined ? scaled : mul(tanh(div(scaled, softcap)), softcap);
  const weights = weightsOf(scores, options.mask, grid);
  const shares = dropout(weights, options.dropout);
  const values = grouped(shares, v, (rows, given) => matmul(rows, given));
  const context = relative ? add(values, relative.context(shares, grid)) : values;
  return { context: headsFirst(context), weights };
}

/** Softmax of the scores that are seen, `[batch, heads, queries, keys]`; 0 for all others. */
export function weightsOf(scores: Floats, mask: Mask, grid: AttentionGrid): Floats {
  const bias = biasOf(mask, grid);
  const biased = bias === undefined ? scores : add(scores, bias);
  const kept = keepOf(mask, grid);
  const finite = bias && isFiniteBias(bias);
  const seen = kept && finite ? logicalAnd(kept, finite) : (kept ?? finite);
  if (seen === undefined) return softmax(biased);
  return where(seen, softmax(where(seen, biased, hidden)), 0);
}

/** Exchanges steps and heads. */
function headsFirst(x: Floats): Floats {
  return permute(x, [0, 2, 1, 3]);
}

/** A product of `[batch, heads, rows, n]` with keys or values `[batch, keys, groups, features]`, which heads of a group share. */
function grouped(x: Floats, shared: Floats, product: (rows: Floats, shared: Floats) => Floats): Floats {
  const [batch, heads, rows, n] = x.shape as [number, number, number, number];
  const groups = shared.shape[2]!;
  const merged = reshape(x, [batch, groups, (heads / groups) * rows, n]);
  const out = product(merged, headsFirst(shared));
  return reshape(out, [batch, heads, rows, out.shape[3]!]);
}
