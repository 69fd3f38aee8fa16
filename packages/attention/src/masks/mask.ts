import type { Backend } from '@ostinato/tensor';
import { ArgumentError, describe } from '@ostinato/base';
import {
  add,
  arange,
  cast,
  cumsum,
  full,
  greater,
  greaterEqual,
  lessEqual,
  logicalAnd,
  reshape,
  slice,
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
  /**
   * Which keys hold a step, `[batch, keys]`, where padding may stand between them: distances do not count it. The queries are the last of the
   * keys then. Default: distances are those of places.
   */
  readonly gaps?: Tensor<'bool'>;
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
  return mask === undefined ? everything : requireMask(where, name, mask);
}

/** The same without a default. @throws ArgumentError */
export function requireMask(where: string, name: string, mask: unknown): Mask {
  if (mask instanceof Mask) return mask;
  throw new ArgumentError(
    `${where}: ${name} must be a mask such as causal() or padding(lengths), got ${describe(mask)}. ` +
      'A bool tensor (true = keep) becomes one by keepWhere, one of torch by torchMask.',
    { code: 'ARGUMENT_TYPE' },
  );
}

/** All conditions of a mask but its band, or `undefined` where there are none. */
function termsKeep({ terms }: Mask, grid: AttentionGrid): Tensor<'bool'> | undefined {
  const kept = terms.flatMap(({ keep }) => (keep ? [keep(grid)] : []));
  return kept.length === 0 ? undefined : kept.reduce((all, each) => logicalAnd(all, each));
}

/** All conditions of a mask, or `undefined` where there are none. */
export function keepOf(mask: Mask, grid: AttentionGrid): Tensor<'bool'> | undefined {
  const { terms, behind, ahead } = withoutGaps(mask, grid);
  const band = bandKeep(behind, ahead, grid);
  const kept = termsKeep(new Mask(behind, ahead, terms), grid);
  return band && kept ? logicalAnd(band, kept) : (band ?? kept);
}

/** A mask whose band counts places: where there are gaps, a bound other than one's own place becomes a condition on distances. */
export function withoutGaps(mask: Mask, grid: AttentionGrid): Mask {
  const { behind, ahead, terms } = mask;
  if (grid.gaps === undefined || (behind === Infinity && (ahead === Infinity || ahead === 0))) return mask;
  const near = (at: AttentionGrid) => {
    const apart = distances(at);
    const low = greaterEqual(apart, -Math.min(behind, at.keys));
    return logicalAnd(low, lessEqual(apart, Math.min(ahead, at.keys)));
  };
  return new Mask(Infinity, ahead === 0 ? 0 : Infinity, [...terms, { keep: near }]);
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

/** How far each key is from each query, `[1 or batch, 1, queries, keys]`: positive for later keys. */
export function distances(grid: AttentionGrid): Tensor<'int32'> {
  const { queries, keys, offset, backend, gaps } = grid;
  if (gaps !== undefined) {
    const [batch] = gaps.shape as [number, number];
    const places = cast(cumsum(cast(gaps, 'float32'), 1), 'int32');
    const own = reshape(slice(places, 1, keys - queries), [batch, 1, queries, 1]);
    return sub(reshape(places, [batch, 1, 1, keys]), own);
  }
  const places = add(reshape(arange(queries, { backend }), [1, 1, queries, 1]), offset);
  return sub(arange(keys, { backend }), places);
}

function bandKeep(behind: number, ahead: number, grid: AttentionGrid): Tensor<'bool'> | undefined {
  const { queries, keys, offset } = grid;
  const isLow = behind < offset + queries - 1;
  const isHigh = ahead < keys - 1 - offset;
  if (!isLow && !isHigh) return undefined;
  const { gaps: _, ...places } = grid;
  const apart = distances(places);
  const low = isLow ? greaterEqual(apart, -behind) : undefined;
  const high = isHigh ? lessEqual(apart, ahead) : undefined;
  return low && high ? logicalAnd(low, high) : (low ?? high)!;
}

/** Whether each number is above -Infinity. */
export function isFiniteBias(bias: Floats): Tensor<'bool'> {
  return greater(bias, tensor(-Infinity, { backend: bias.backend }));
}
