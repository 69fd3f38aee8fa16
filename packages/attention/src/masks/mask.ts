import type { Backend } from '@ostinato/tensor';
import { ArgumentError, describe } from '@ostinato/base';
import {
  add,
  arange,
  full,
  greater,
  greaterEqual,
  lessEqual,
  logicalAnd,
  reshape,
  sub,
  type Tensor,
  tensor,
  where,
} from '@ostinato/tensor';

type Floats = Tensor<'float32'>;

/** Where the queries and keys of an attention stand: what a mask is drawn on. */
export interface AttentionGrid {
  /** Sequences. */
  readonly batch: number;
  /** Heads of the queries. */
  readonly heads: number;
  /** Steps that ask. */
  readonly queries: number;
  /** Steps that are looked at. */
  readonly keys: number;
  /** The place of the first query among the keys: how many keys came before, as with a cache. */
  readonly offset: number;
  /** Where tensors are made. */
  readonly backend: Backend;
}

/** One condition or bias of a mask; results broadcast to `[batch, heads, queries, keys]`. */
export interface MaskTerm {
  /** Which keys a query may see: true = keep. */
  readonly keep?: (grid: AttentionGrid) => Tensor<'bool'>;
  /** What is added to the scores. */
  readonly bias?: (grid: AttentionGrid) => Floats;
}

/**
 * What the queries of an attention see: a value, true = keep. Made by `causal`, `padding`, `window`, `alibi`, `relativeBias`, `keepWhere`,
 * `scoreBias` or `torchMask`, and combined by `and` and `or`. Places are counted among the keys, the first query at the grid's offset.
 */
export class Mask {
  /** How many keys before its own place a query sees at most. */
  readonly behind: number;
  /** How many keys after its own place a query sees at most. */
  readonly ahead: number;
  /** Further conditions and biases; all of them hold. */
  readonly terms: readonly MaskTerm[];

  /** Everything is seen by default. */
  constructor(behind = Infinity, ahead = Infinity, terms: readonly MaskTerm[] = []) {
    this.behind = behind;
    this.ahead = ahead;
    this.terms = terms;
  }
}

/** Hides nothing. */
export const everything = new Mask();

/** Checks that an argument is a mask and returns it; everything by default. @throws ArgumentError */
export function checkMask(where: string, name: string, mask: unknown): Mask {
  if (mask === undefined) return everything;
  if (mask instanceof Mask) return mask;
  throw new ArgumentError(
    `${where}: ${name} must be a mask such as causal() or padding(lengths), got ${describe(mask)}. ` +
      'A bool tensor (true = keep) becomes one by keepWhere, one of torch by torchMask.',
    { code: 'ARGUMENT_TYPE' },
  );
}

/** All conditions of a mask but its band, or `undefined` where there are none. */
export function termsKeep({ terms }: Mask, grid: AttentionGrid): Tensor<'bool'> | undefined {
  const kept = terms.flatMap(({ keep }) => (keep ? [keep(grid)] : []));
  return kept.length === 0 ? undefined : kept.reduce((all, each) => logicalAnd(all, each));
}

/** All conditions of a mask, or `undefined` where there are none. */
export function keepOf(mask: Mask, grid: AttentionGrid): Tensor<'bool'> | undefined {
  const band = bandKeep(mask, grid);
  const terms = termsKeep(mask, grid);
  return band && terms ? logicalAnd(band, terms) : (band ?? terms);
}

/** The sum of a mask's biases, or `undefined` where there are none. */
export function biasOf({ terms }: Mask, grid: AttentionGrid): Floats | undefined {
  const biases = terms.flatMap(({ bias }) => (bias ? [bias(grid)] : []));
  return biases.length === 0 ? undefined : biases.reduce((all, each) => add(all, each));
}

/** Conditions and biases but the band as one bias, -Infinity for what is hidden. */
export function termsBias(mask: Mask, grid: AttentionGrid): Floats | undefined {
  const [keep, bias] = [termsKeep(mask, grid), biasOf(mask, grid)];
  return keep === undefined ? bias : where(keep, bias ?? zero(grid), -Infinity);
}

const zero = ({ backend }: AttentionGrid): Floats => full([1, 1, 1, 1], 0, { backend });

/** How far each key is from each query, `[queries, keys]`: positive for later keys. */
export function distances({ queries, keys, offset, backend }: AttentionGrid): Tensor<'int32'> {
  const places = add(reshape(arange(queries, { backend }), [queries, 1]), offset);
  return sub(arange(keys, { backend }), places);
}

function bandKeep({ behind, ahead }: Mask, grid: AttentionGrid): Tensor<'bool'> | undefined {
  const isLow = behind < grid.offset + grid.queries - 1;
  const isHigh = ahead < grid.keys - 1 - grid.offset;
  if (!isLow && !isHigh) return undefined;
  const apart = distances(grid);
  const low = isLow ? greaterEqual(apart, -behind) : undefined;
  const high = isHigh ? lessEqual(apart, ahead) : undefined;
  const band = low && high ? logicalAnd(low, high) : (low ?? high)!;
  return reshape(band, [1, 1, grid.queries, grid.keys]);
}

/** Whether each number is above -Infinity. */
export function isFiniteBias(bias: Floats): Tensor<'bool'> {
  return greater(bias, tensor(-Infinity, { backend: bias.backend }));
}
