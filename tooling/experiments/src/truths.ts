import type { Outcome } from './experiment.ts';

/** What a mean must be at most, or at least. */
export type Bar = { readonly atMost: number } | { readonly atLeast: number };

/** What came of one seed. */
export interface SeedRun {
  readonly seed: number;
  readonly value: number;
  readonly seconds: number;
  /** What else is worth a line in the file. */
  readonly more?: object;
}

/** What came of one model. */
export interface Truth {
  readonly name: string;
  readonly runs: readonly SeedRun[];
  /** What the mean must reach, if anything. */
  readonly bar?: Bar | undefined;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Whether a value reaches a bar. */
const reaches = (value: number, bar: Bar): boolean => ('atMost' in bar ? value <= bar.atMost : value >= bar.atLeast);

function verdict(value: number, bar: Bar | undefined): string {
  if (bar === undefined) return '-';
  const wanted = 'atMost' in bar ? `at most ${bar.atMost}` : `at least ${bar.atLeast}`;
  return `${wanted}: ${reaches(value, bar) ? 'reached' : 'MISSED'}`;
}

/** A row for each model: the mean over seeds, each seed, the bar, and all the seconds of training. */
export function truths(
  measure: string,
  rows: readonly Truth[],
  { digits, notes, recipe }: { readonly digits: number; readonly notes: readonly string[]; readonly recipe: object },
): Outcome {
  const judged = rows.map((row) => ({ ...row, mean: mean(row.runs.map(({ value }) => value)) }));
  return {
    columns: ['model', measure, 'each seed', 'bar', 'training (s)'],
    rows: judged.map(({ name, runs, bar, mean: value }) => [
      name,
      value.toFixed(digits),
      runs.map((run) => run.value.toFixed(digits)).join(', '),
      verdict(value, bar),
      runs.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(0),
    ]),
    notes,
    record: { recipe, measure, rows: judged },
  };
}

/** One run for each seed, 1 and on, told as they come. */
export async function overSeeds(
  name: string,
  seeds: number,
  run: (seed: number) => Promise<Omit<SeedRun, 'seed'>>,
  print: (line: string) => void,
): Promise<SeedRun[]> {
  const runs: SeedRun[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const outcome = await run(seed);
    runs.push({ seed, ...outcome });
    print(`${name}, seed ${seed}: ${outcome.value.toPrecision(4)} in ${outcome.seconds.toFixed(0)} s`);
  }
  return runs;
}
