/** A line that goes into an existing file. Texts may have placeholders. */
export interface Insertion {
  /** From the root of the repository. */
  readonly path: string;
  /** The line goes below the last one that matches. */
  readonly after: RegExp;
  readonly line: string;
  /** Part of a regular expression: a file that has such a line needs none. */
  readonly unless?: string;
}

/** A text with `line` below the last line that matches. @throws Error when none does */
export function insertLine(text: string, after: RegExp, line: string): string {
  const lines = text.split('\n');
  const at = lines.map((each) => after.test(each)).lastIndexOf(true);
  if (at < 0) throw new Error(`no line matches ${after}`);
  return [...lines.slice(0, at + 1), line, ...lines.slice(at + 1)].join('\n');
}
