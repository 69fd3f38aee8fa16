import { arange, cast, cumsum, reshape, slice, sub, type Tensor, where } from '@ostinato/tensor';

type Floats = Tensor<'float32'>;

/** What is seen inside of an attention. */
export type AttentionTrace = Readonly<Record<string, Tensor>>;

/**
 * What `trace: true` gives of a layer: `attention`, weights `[batch, heads, queries, keys]`; `queryPlaces [batch or 1, queries]` and
 * `keyPlaces [batch or 1, keys]`: the places of the steps within their sequences, from 0 at the first step that is remembered; padding is -1.
 */
export function attentionTrace(weights: Floats, keep: Tensor<'bool'> | undefined): AttentionTrace {
  const [, , queries, keys] = weights.shape as [number, number, number, number];
  const keyPlaces =
    keep === undefined ? reshape(arange(keys, { backend: weights.backend }), [1, keys]) : placesIn(keep);
  return { attention: weights, queryPlaces: slice(keyPlaces, 1, keys - queries), keyPlaces };
}

/** How many steps that are kept come before each one. */
function placesIn(keep: Tensor<'bool'>): Tensor<'int32'> {
  return where<'int32'>(keep, cast(sub(cumsum(cast(keep, 'float32'), 1), 1), 'int32'), -1);
}

/** The same under names for layer `i`: `attentionL0`. */
export function ofLayer(trace: AttentionTrace | undefined, i: number): AttentionTrace {
  return Object.fromEntries(Object.entries(trace ?? {}).map(([name, value]) => [`${name}L${i}`, value]));
}
