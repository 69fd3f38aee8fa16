import type { Example } from './example.ts';

/** Why an example fails, at a line of its code, from 1. */
export interface Failure {
  readonly example: Example;
  readonly line: number;
  readonly problem: string;
}

/** `README.md:12: problem`, with the line of the page. */
export function tell({ example, line, problem }: Failure): string {
  return `${example.path}:${example.lines[line - 1] ?? example.line}: ${problem}`;
}
