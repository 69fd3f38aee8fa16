import { availableParallelism, cpus } from 'node:os';
import type { Outcome } from './experiment.ts';
import { table } from './table.ts';

/** What a run leaves: its table, how long it took, and where. */
export interface Result extends Omit<Outcome, 'record'> {
  readonly name: string;
  readonly seconds: number;
  readonly machine: string;
}

/** What goes into the file of a run. */
export const written = (run: Result & { readonly record: unknown }): string => `${JSON.stringify(run, undefined, 1)}\n`;

/** The machine that figures belong to, as far as this process may use it. */
export const machine = (): string =>
  `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores, Node ${process.versions.node}`;

/** The page of all results. */
export function page(results: readonly { readonly about: string; readonly result: Result }[]): string {
  const sections = results.map(
    ({ about, result: { name, columns, rows, notes, seconds, machine: where } }) =>
      `## ${name}\n\n${about[0]!.toUpperCase()}${about.slice(1)}.\n\n${table(columns, rows)}\n\n` +
      `${notes.map((note) => `- ${note}`).join('\n')}\n- ${Math.round(seconds)} s in all; ${where}\n`,
  );
  return `# Experiments

What networks learn, next to published results: \`npm run experiments -- NAME\` runs one, \`npm run experiments -- page\` writes this page from what they left.
Where there are seeds, they are 1, 2 and 3, and the mean counts.

${sections.join('\n')}`;
}
