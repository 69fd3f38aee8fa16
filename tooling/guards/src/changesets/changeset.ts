/** What a file in `.changeset` says. */
export interface Changeset {
  readonly path: string;
  /** The packages that it names, with `patch`, `minor` or `major`. */
  readonly bumps: ReadonlyMap<string, string>;
  readonly text: string;
}

/** Reads the front matter and the text of a changeset. Throws where it has none. */
export function parseChangeset(path: string, content: string): Changeset {
  const match = /^---\r?\n(.*?)^---\r?$(.*)/ms.exec(content);
  if (!match) throw new SyntaxError(`${path}: has no front matter between two lines "---"`);
  const [, head = '', text = ''] = match;
  const lines = head.split(/\r?\n/).filter((line) => line.trim() !== '');
  const bumps = lines.map((line): [string, string] => {
    const parts = /^(["']?)(.+?)\1\s*:\s*(["']?)(\w+)\3\s*$/.exec(line);
    if (!parts) throw new SyntaxError(`${path}: "${line}" is not of the form '@ostinato/name': minor`);
    return [parts[2] ?? '', parts[4] ?? ''];
  });
  return { path, bumps: new Map(bumps), text: text.trim() };
}

/** What is wrong with a changeset in itself: unknown packages, no such bump, nothing to tell. */
export function checkChangeset({ path, bumps, text }: Changeset, packages: readonly string[]): string[] {
  const problems: string[] = [];
  if (bumps.size === 0) problems.push(`${path}: names no package`);
  for (const [name, bump] of bumps) {
    if (!packages.includes(name)) problems.push(`${path}: ${name}: no such package`);
    if (!['patch', 'minor', 'major'].includes(bump)) {
      problems.push(`${path}: ${name}: "${bump}", expected patch, minor or major`);
    }
  }
  if (text === '') problems.push(`${path}: says nothing; a sentence for the changelog is expected`);
  return problems;
}
