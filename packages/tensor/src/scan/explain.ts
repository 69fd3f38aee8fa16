import { checkFlags, checkFunction, checkOptions } from '@ostinato/base';
import { explain as explainProgram } from '@ostinato/program';
import { runtime, synchronous } from '../runtime.ts';

/** Options of `explain`. */
export interface ExplainOptions {
  /** Whether `fn` runs once more, with every call timed. Default `false`. */
  readonly profile?: boolean;
}

/**
 * What the scans in `fn` run: the program of each recorded step as text, with its calls by when they run, their floating-point operations
 * and bytes, and with `profile` their times. Runs `fn`.
 * @throws ArgumentError
 */
export function explain(fn: () => unknown, options: ExplainOptions = {}): string {
  checkFunction('explain', 'fn', fn);
  checkOptions('explain', options, ['profile']);
  checkFlags('explain', { profile: options.profile });
  const state = runtime();
  const before = state.ran;
  const programs = (state.ran = new Set());
  try {
    synchronous('explain', fn());
    if (options.profile === true) {
      for (const program of programs) program.profile = true;
      synchronous('explain', fn());
    }
    return Array.from(programs, explainProgram).join('\n\n');
  } finally {
    for (const program of programs) program.profile = false;
    state.ran = before;
  }
}
