/** Makes surrogates sort above all other UTF-16 units, as the characters they encode do. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/**
 * Compares two strings by code points, which is also the order of their UTF-8 bytes: negative when `a` comes first,
 * 0 when they are equal. (`<` compares UTF-16 units and puts an emoji before U+FF01.)
 */
export function compareNames(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const difference = rank(a.charCodeAt(i)) - rank(b.charCodeAt(i));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
