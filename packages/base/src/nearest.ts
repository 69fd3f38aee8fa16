/** Edit distance between two strings (Levenshtein 1966), one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

/**
 * The name closest to a misspelt one, or `undefined` when none is near (more than half of the letters differ).
 * Letter case does not count.
 */
export function nearestName(wrong: string, names: Iterable<string>): string | undefined {
  if (wrong.length > 64) return undefined;
  let best: string | undefined;
  let least = Math.ceil(wrong.length / 2) + 1;
  for (const name of names) {
    const distance = editDistance(wrong.toLowerCase(), name.toLowerCase());
    if (distance < least) [best, least] = [name, distance];
  }
  return best;
}
