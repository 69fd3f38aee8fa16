/** What is wrong with the release, one line each. */
export class Problems extends Error {
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'Problems';
    this.lines = lines;
  }
}

export function failOn(lines: readonly string[]): void {
  if (lines.length > 0) throw new Problems(lines);
}
