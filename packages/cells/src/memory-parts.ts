/**
 * Of the names of a state's parts those that remember: `h` and `c`, all where there are neither. Counters of steps and inputs that are kept for
 * the next step are not meant when one speaks of the whole state.
 */
export function memoryParts(names: readonly string[]): readonly string[] {
  const found = names.filter((name) => name === 'h' || name === 'c');
  return found.length > 0 ? found : names;
}
