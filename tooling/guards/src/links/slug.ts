/** GitHub's anchor of a heading: lower case, punctuation dropped, spaces turned into hyphens. */
function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** The anchors of a page's headings, in order. A repeated one gets `-1`, `-2`... */
export function slugs(headings: readonly string[]): string[] {
  const taken = new Map<string, number>();
  return headings.map((heading) => {
    const first = slug(heading);
    let result = first;
    while (taken.has(result)) {
      const count = (taken.get(first) ?? 0) + 1;
      taken.set(first, count);
      result = `${first}-${count}`;
    }
    taken.set(result, 0);
    return result;
  });
}
