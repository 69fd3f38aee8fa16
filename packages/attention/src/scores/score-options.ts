import { checkGenerator } from '@ostinato/tensor';
import { checkInteger, checkOptions } from '@ostinato/base';
import type { RandomGenerator } from '@ostinato/tensor';

/** Sizes of queries and keys of a learned score. */
export interface ScoreOptions {
  /** Features of a query. */
  readonly querySize: number;
  /** Features of a key. */
  readonly keySize: number;
  /** Where the initial values come from. Default: the default generator. */
  readonly generator?: RandomGenerator;
}

/** Options of a score with a hidden layer. */
export interface HiddenScoreOptions extends ScoreOptions {
  /** Features that query and key meet in. */
  readonly hiddenSize: number;
}

/** Checks the sizes of a score. @throws ArgumentError */
export function checkScoreOptions(where: string, options: ScoreOptions, sizes: readonly string[]): void {
  checkOptions(where, options, [...sizes, 'generator']);
  for (const name of sizes)
    checkInteger(where, name, (options as unknown as Record<string, unknown>)[name], { min: 1 });
  checkGenerator(where, options.generator);
}
