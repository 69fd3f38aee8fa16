/** What the command line may change about a run. */
interface RunOptions {
  /** Training steps, instead of those of the recipe. */
  readonly steps: number | undefined;
  /** Seeds, instead of those of the recipe. */
  readonly seeds: number | undefined;
}

/** What came of a run: a table, and everything that was measured, for a file. */
export interface Outcome {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** What the table means, and how it stands to the bar. */
  readonly notes: readonly string[];
  /** The recipe and all figures. */
  readonly record: unknown;
}

/** A named experiment: one file with its recipe, data, model and run. */
export interface Experiment {
  readonly name: string;
  /** A line for the list. */
  readonly about: string;
  /** Whether it has one seed. Default `false`. */
  readonly oneSeed?: boolean;
  run(options: RunOptions, print: (line: string) => void): Promise<Outcome>;
}
