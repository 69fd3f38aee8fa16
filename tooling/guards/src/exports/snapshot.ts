/** From what a user imports to the names it exports. */
export type Snapshot = ReadonlyMap<string, readonly string[]>;

/** One name a line, so that a diff shows exactly what came and went. */
export function writeSnapshot(snapshot: Snapshot): string {
  const blocks = [...snapshot].map(([specifier, names]) => [specifier, ...names.map((name) => `  ${name}`)].join('\n'));
  return `${blocks.join('\n\n')}\n`;
}

/** Reads what `writeSnapshot` wrote. */
export function parseSnapshot(text: string): Snapshot {
  const blocks = text.split(/\n(?=\S)/).filter((block) => block.trim() !== '');
  return new Map(
    blocks.map((block) => {
      const [specifier = '', ...names] = block.trim().split(/\s*\n\s*/);
      return [specifier, names];
    }),
  );
}

/** What differs between the names found and the names noted, one line each. */
export function compareSnapshots(found: Snapshot, noted: Snapshot): string[] {
  const problems: string[] = [];
  for (const [specifier, names] of found) {
    const before = noted.get(specifier);
    if (!before) {
      problems.push(`${specifier}: has no block`);
      continue;
    }
    for (const name of names) if (!before.includes(name)) problems.push(`${specifier}: ${name} is new`);
    for (const name of before) if (!names.includes(name)) problems.push(`${specifier}: ${name} is gone`);
  }
  for (const specifier of noted.keys()) {
    if (!found.has(specifier)) problems.push(`${specifier}: no package has this entry point any more`);
  }
  return problems;
}
