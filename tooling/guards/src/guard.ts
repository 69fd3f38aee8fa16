/** What a guard found out. */
export interface Findings {
  /** One line each: where, what is wrong, what was expected. */
  readonly problems: readonly string[];
  /** What was measured or counted, printed in any case. */
  readonly figures: string;
}

/** Holds the workspace at `root` to one rule. Throws if it cannot find what it is to look at. */
export type Guard = (root: string) => Findings | Promise<Findings>;
