import { ShapeError, typeError } from '@ostinato/base';
import { mul, reshape, Tensor, unstack } from '@ostinato/tensor';
import { fusedSelfAttention } from '@ostinato/tensor/fused';
import type { AttentionResult } from '../attention-result.ts';
import { extend, type KeyValueState, slotsOf } from '../cache/key-value-state.ts';
import { and } from '../masks/combine.ts';
import { keepWhere } from '../masks/keep-where.ts';
import { Mask } from '../masks/mask.ts';
import type { HeadPositions } from '../positions/head-positions.ts';
import { placesOf } from '../positions/places.ts';
import { attend, type AttendOptions, fusedOptions, isPlain } from './attend.ts';

type Floats = Tensor<'float32'>;

/** Queries, keys and values of heads, `[batch, steps, heads, features]`, or all three as `[batch, steps, 3, heads, features]`. */
export type Projected = { readonly qkv: Floats } | { readonly q: Floats; readonly k: Floats; readonly v: Floats };

/** How the steps of a sequence attend to each other. */
export interface SelfAttendOptions {
  /** Whose errors these are. */
  readonly where: string;
  readonly mask: Mask;
  /** Which steps are no padding, `[batch, steps]`. */
  readonly keep?: Tensor<'bool'> | undefined;
  /** Whether padding stands only behind the steps, as lengths say. */
  readonly isPrefix?: boolean;
  readonly state?: KeyValueState | undefined;
  readonly positions?: HeadPositions | undefined;
  readonly scale: number;
  readonly dropout: number;
  readonly needWeights: boolean;
  /** A factor for each head, `[heads]`. */
  readonly headMask?: Floats | undefined;
}

/** Context `[batch, steps, heads, features]`, and the state after these steps. */
export interface SelfAttendResult extends AttentionResult {
  readonly state: KeyValueState;
}

/** Attention of the steps of sequences to each other and to those of a state. */
export function selfAttend(projected: Projected, options: SelfAttendOptions): SelfAttendResult {
  const result = attendSides(projected, options) ?? attendApart(projected, options);
  const { headMask } = options;
  if (headMask === undefined) return result;
  const { context, weights, state } = result;
  const [batch, , heads] = context.shape as [number, number, number];
  checkHeadMask(options.where, headMask, batch, heads);
  const rows = headMask.rank === 1 ? 1 : batch;
  return {
    context: mul(context, reshape(headMask, [rows, 1, heads, 1])),
    ...(weights && { weights: mul(weights, reshape(headMask, [rows, heads, 1, 1])) }),
    state,
  };
}

/** @throws ArgumentError, ShapeError unless there is one number for each head, or for each sequence and head */
export function checkHeadMask(where: string, headMask: Floats, batch: number, heads: number): void {
  if (!(headMask instanceof Tensor)) throw typeError(where, 'headMask', 'a tensor', headMask);
  const { shape } = headMask;
  if (shape.join() === `${heads}` || shape.join() === `${batch},${heads}`) return;
  throw new ShapeError(`${where}: headMask must be [heads] = [${heads}] or [batch, heads], got [${shape}].`);
}

/** Where queries, keys and values lie side by side and nothing is remembered, they stay so. */
function attendSides(projected: Projected, options: SelfAttendOptions): SelfAttendResult | undefined {
  if (!('qkv' in projected) || options.positions?.rotate !== undefined) return undefined;
  if (options.state !== undefined) return undefined;
  const plan = planFor(options, 0, options.keep, undefined);
  if (!isPlain(plan)) return undefined;
  const { qkv } = projected;
  const [batch, steps, , heads] = qkv.shape as [number, number, number, number];
  const { gaps } = plan;
  const grid = { batch, heads, queries: steps, keys: steps, offset: 0, backend: qkv.backend, ...(gaps && { gaps }) };
  const context = fusedSelfAttention(qkv, fusedOptions(plan, grid));
  if (context === undefined) return undefined;
  const { keep } = options;
  if (keep === undefined) return { context, state: { projected: qkv } };
  const [, key, value] = unstack(qkv, 2) as [Floats, Floats, Floats];
  return { context, state: extend(options.where, {}, key, value, keep).state };
}

function attendApart(projected: Projected, options: SelfAttendOptions): SelfAttendResult {
  const { where, state = {}, keep, positions } = options;
  const [q, k, v] =
    'qkv' in projected
      ? (unstack(projected.qkv, 2) as [Floats, Floats, Floats])
      : ([projected.q, projected.k, projected.v] as const);
  const places = positions?.rotate && placesOf(q, state, keep);
  const turn = (x: Floats) => (places === undefined ? x : positions!.rotate!(x, places));
  const all = extend(where, state, turn(k), v, keep);
  const offset = all.key.shape[1]! - q.shape[1]!;
  const plan = planFor(options, offset, all.keep, state.slides === true ? state.budget : undefined);
  return { ...attend(turn(q), all.key, all.value, plan), state: all.state };
}

/** What is seen: the mask, what is no padding, and of a sliding cache the last steps. */
function planFor(
  { where, mask, positions, scale, dropout, needWeights, isPrefix = false, state }: SelfAttendOptions,
  offset: number,
  keep: Tensor<'bool'> | undefined,
  budget: number | undefined,
): AttendOptions {
  const masks = [
    mask,
    ...(positions?.mask ? [positions.mask] : []),
    ...(keep ? [keepWhere(reshape(keep, [keep.shape[0]!, 1, 1, keep.shape[1]!]))] : []),
    ...(budget === undefined ? [] : [new Mask(budget - 1)]),
  ];
  return {
    mask: masks.length === 1 ? mask : and(...masks),
    ...{ where, offset, scale, dropout, needWeights },
    relative: positions?.relative,
    gaps: isPrefix && (state === undefined || slotsOf(state) === 0) ? undefined : keep,
  };
}
