import type { IndexEntry } from './golden-index.ts';

/** Producers whose ids all start alike; their families are in the index. */
const familyInIndex: readonly string[] = ['onnx', 'keras'];

/** The family of a case: its id up to the first dot, or, for `onnx.` and `keras.` ids, the index's `family`. */
export function familyOf({ id, family }: IndexEntry): string {
  const head = id.split('.', 1)[0]!;
  return familyInIndex.includes(head) ? (family ?? head) : head;
}

/** How many cases an entry holds. */
export function casesIn({ count }: IndexEntry): number {
  return count === undefined || !Number.isInteger(count) || count < 1 ? 1 : count;
}
