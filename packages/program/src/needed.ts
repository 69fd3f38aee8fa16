import { type Call, read, type Value, written } from './graph.ts';

/** The calls that make `values`, and those that make what they need for it. */
export function neededFor<C extends Pick<Call, 'kernel' | 'args'>>(
  calls: readonly C[],
  values: Iterable<Value>,
): Set<C> {
  const wanted = new Set(values);
  const found = new Set<C>();
  for (const call of [...calls].reverse()) {
    if (!written(call).some((value) => wanted.has(value))) continue;
    found.add(call);
    for (const value of read(call)) wanted.add(value);
  }
  return found;
}
