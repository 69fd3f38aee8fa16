import { checkInteger, checkOneOf, checkOptions, ShapeError, StateError } from '@ostinato/base';
import {
  add,
  arange,
  argsort,
  cast,
  concat,
  ones,
  slice,
  sum,
  type Tensor,
  unstack,
  where,
  zeros,
} from '@ostinato/tensor';
import { inOrder } from '../in-order.ts';

type Floats = Tensor<'float32'>;

/**
 * What an attention remembers of the steps it has seen: a value, made by `forward` and passed to the next. Either `projected`, or `key` and
 * `value`.
 */
export interface KeyValueState {
  /** Queries, keys and values side by side, `[batch, slots, 3, heads, features]`, as a first call makes them. */
  readonly projected?: Floats;
  /** `[batch, slots, groups, features]`. */
  readonly key?: Floats;
  /** `[batch, slots, groups, features]`. */
  readonly value?: Floats;
  /** Which slots hold a step, `[batch, slots]`. Default: all. */
  readonly keep?: Tensor<'bool'>;
  /** How many steps each sequence has had, padding left out, `[batch]`. Default: as many as there are slots. */
  readonly seen?: Tensor<'int32'>;
  /** How many slots there may be. Default: any number. */
  readonly budget?: number;
  /** Whether the oldest steps give way when the slots are full; otherwise that is an error. */
  readonly slides?: boolean;
}

/** How much a layer's cache holds. */
export interface CacheOptions {
  /** Most steps that are remembered. Default: all. */
  readonly budget?: number;
  /**
   * What happens beyond the budget: `throw` a StateError, or `slide`, forgetting the oldest. A sliding state has all its slots from the start, so
   * that every step is the same list of kernel calls: `stream` needs one. Default `throw`.
   */
  readonly overflow?: 'throw' | 'slide';
}

/** What the keys and values of a layer are. */
interface CacheSizes {
  /** Sequences. */
  readonly batch: number;
  /** Heads of keys and values. */
  readonly groups: number;
  /** Features of a head. */
  readonly features: number;
}

/** The state of a layer that has seen nothing. @throws ArgumentError */
export function emptyCache(
  where: string,
  { batch, groups, features }: CacheSizes,
  options: CacheOptions,
): KeyValueState {
  checkOptions(where, options, ['budget', 'overflow']);
  checkInteger(where, 'batch', batch, { min: 1 });
  const { budget } = options;
  if (budget !== undefined || options.overflow === 'slide') checkInteger(where, 'budget', budget, { min: 1 });
  const slides = checkOneOf(where, 'overflow', options.overflow ?? 'throw', ['throw', 'slide']) === 'slide';
  const slots = slides ? budget! : 0;
  const empty = () => zeros([batch, slots, groups, features]);
  return {
    key: empty(),
    value: empty(),
    ...(slides && { keep: zeros([batch, slots], { dtype: 'bool' }), seen: zeros([batch], { dtype: 'int32' }) }),
    ...(budget !== undefined && { budget, slides }),
  };
}

/** How many slots a state has. */
export function slotsOf({ projected, key }: KeyValueState): number {
  return (projected ?? key)?.shape[1] ?? 0;
}

/** The keys and values of a state. */
function held({ projected, key, value }: KeyValueState): [Floats, Floats] | undefined {
  if (projected === undefined) return key && value && [key, value];
  const [, k, v] = unstack(projected, 2) as [Floats, Floats, Floats];
  return [k, v];
}

/** A state with further steps, and how it is before the oldest are forgotten: what the new queries see. */
export interface Extended {
  readonly key: Floats;
  readonly value: Floats;
  readonly keep: Tensor<'bool'> | undefined;
  readonly state: KeyValueState;
}

/**
 * Appends keys and values `[batch, steps, groups, features]`; `keep [batch, steps]` says which are no padding.
 * @throws ShapeError, StateError
 */
export function extend(
  where: string,
  state: KeyValueState,
  key: Floats,
  value: Floats,
  keep: Tensor<'bool'> | undefined,
): Extended {
  checkParts(where, state);
  const { budget, slides = false } = state;
  const before = held(state);
  const slots = slotsOf(state);
  const steps = key.shape[1]!;
  if (before !== undefined && sizesOf(before[0]) !== sizesOf(key))
    throw new ShapeError(`${where}: a state of keys [${before[0].shape}] does not fit new keys [${key.shape}].`);
  if (!slides && budget !== undefined && slots + steps > budget)
    throw new StateError(
      `${where}: ${slots} steps and ${steps} more do not fit a cache of ${budget}. Make a larger one, or one with overflow: 'slide'.`,
    );
  const join = (past: Floats | undefined, present: Floats) =>
    past && slots > 0 ? concat([past, present], 1) : present;
  const [keys, values] = [join(before?.[0], key), join(before?.[1], value)];
  const known = joinKeep(state.keep, keep, slots, key);
  // Padding gives way before steps do.
  const order = slides && keep !== undefined ? stepsBehind(known!) : undefined;
  const last = <T extends Tensor>(x: T): T => {
    if (!slides) return x;
    return slice(order === undefined ? x : inOrder(x, order), 1, -budget!) as Tensor as T;
  };
  const seen = nextSeen(state, keep, steps, slots);
  return {
    key: keys,
    value: values,
    keep: known,
    state: {
      key: last(keys),
      value: last(values),
      ...(known && { keep: last(known) }),
      ...(seen && { seen }),
      ...(budget !== undefined && { budget, slides }),
    },
  };
}

/** @throws StateError for what no attention made */
function checkParts(where: string, { projected, key, value }: KeyValueState): void {
  const isWhole = key === undefined ? value === undefined : value?.shape[1] === key.shape[1];
  if (isWhole && (projected === undefined || key === undefined)) return;
  throw new StateError(
    `${where}: a state holds keys and as many values, side by side or apart, as forward or initialState gives it.`,
  );
}

/** An order of slots in which those that hold a step stand behind the others, and among themselves as they stood. */
function stepsBehind(keep: Tensor<'bool'>): Tensor<'int32'> {
  const slots = keep.shape[1]!;
  const places = cast(arange(slots, { backend: keep.backend }), 'float32');
  return argsort(where(keep, add(places, slots), places), 1);
}

/** Everything but the steps. */
const sizesOf = ({ shape: [batch, , ...rest] }: Floats): string => [batch, ...rest].join();

/** Which of all slots hold a step; `undefined` for all. */
function joinKeep(
  past: Tensor<'bool'> | undefined,
  present: Tensor<'bool'> | undefined,
  slots: number,
  { shape: [batch = 0, steps = 0], backend }: Floats,
): Tensor<'bool'> | undefined {
  if (past === undefined && present === undefined) return undefined;
  const all = (count: number) => ones([batch, count], { dtype: 'bool', backend });
  const now = present ?? all(steps);
  return slots === 0 ? now : concat([past ?? all(slots), now], 1);
}

/** How many steps there were, these included; `undefined` where the slots tell. */
function nextSeen(
  { seen, slides }: KeyValueState,
  keep: Tensor<'bool'> | undefined,
  steps: number,
  slots: number,
): Tensor<'int32'> | undefined {
  if (seen === undefined && keep === undefined && slides !== true) return undefined;
  if (keep === undefined) return add(seen!, steps);
  const now = cast(sum(cast(keep, 'float32'), 1), 'int32');
  return add(now, seen ?? slots);
}
