import type { CellContext } from '../cell.ts';

/** What a wrapper and the cell inside it share over all steps; undefined if neither needs anything. */
export function joinContexts(own: CellContext | undefined, inner: CellContext | undefined): CellContext | undefined {
  if (own === undefined && inner === undefined) return undefined;
  return { given: [own?.given, inner?.given], shared: [own?.shared, inner?.shared] };
}

/** The two parts of a joined context. */
export function splitContext(context: CellContext | undefined): [own: CellContext, inner: CellContext] {
  const [given, shared] = [context?.given, context?.shared].map((both) => (Array.isArray(both) ? both : []));
  return [
    { given: given![0], shared: shared![0] },
    { given: given![1], shared: shared![1] },
  ];
}
