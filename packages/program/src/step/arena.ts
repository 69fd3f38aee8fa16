/** A stretch of time in which a block of memory is in use. */
export interface Lifetime {
  /** How large it is. */
  readonly bytes: number;
  /** When it is first used. */
  readonly first: number;
  /** When it is last used. */
  readonly last: number;
}

/** Blocks begin at multiples of this, as a backend's own do. */
const alignment = 64;
const aligned = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;

/**
 * Lays blocks out in one arena so that those in use at the same time do not overlap: the largest first, each at the first place that is
 * free for as long as it lives. Gives their offsets, and the bytes of the arena.
 */
export function layOut<L extends Lifetime>(
  lifetimes: readonly L[],
): {
  readonly offsets: ReadonlyMap<L, number>;
  readonly bytes: number;
} {
  const offsets = new Map<L, number>();
  const bySize = [...lifetimes].sort((a, b) => b.bytes - a.bytes || a.first - b.first);
  let total = 0;
  for (const each of bySize) {
    const others = [...offsets]
      .filter(([other]) => other.first <= each.last && each.first <= other.last)
      .map(([other, offset]) => ({ from: offset, to: offset + aligned(other.bytes) }))
      .sort((a, b) => a.from - b.from);
    let offset = 0;
    for (const { from, to } of others) {
      if (offset + aligned(each.bytes) <= from) break;
      offset = Math.max(offset, to);
    }
    offsets.set(each, offset);
    total = Math.max(total, offset + aligned(each.bytes));
  }
  return { offsets, bytes: total };
}
