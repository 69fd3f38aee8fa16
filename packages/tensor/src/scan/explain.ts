import { checkFlags, checkFunction, checkOptions } from '@ostinato/base';
import { explain as explainProgram } from '@ostinato/program';
import type { Compiled } from '../compile/compile.ts';
import { runtime, synchronous } from '../runtime.ts';

/** Options of `explain`. */
export interface ExplainOptions {
  /** Whether `fn` runs once more, with every call timed. Default `false`. */
  readonly profile?: boolean;
}

/**
 * What the scans in `fn` run: the program of each recorded step as text, with its calls by when they run, their floating-point operations
 * and bytes, and with `profile` their times. Runs `fn`. Of a function that `compile` made it tells the programs so far, and why each was made.
 * @throws ArgumentError
 */
export function explain(
  fn: (() => unknown) | Pick<Compiled<never, unknown>, 'programs'>,
  options: ExplainOptions = {},
): string {
  if (typeof fn === 'function' && 'programs' in fn)
    return explainCompiled(fn as Pick<Compiled<never, unknown>, 'programs'>);
  checkFunction('explain', 'fn', fn as () => unknown);
  checkOptions('explain', options, ['profile']);
  checkFlags('explain', { profile: options.profile });
  const state = runtime();
  const before = state.ran;
  const programs = (state.ran = new Set());
  try {
    synchronous('explain', (fn as () => unknown)());
    if (options.profile === true) {
      for (const program of programs) program.profile = true;
      synchronous('explain', (fn as () => unknown)());
    }
    return Array.from(programs, explainProgram).join('\n\n');
  } finally {
    for (const program of programs) program.profile = false;
    state.ran = before;
  }
}

function explainCompiled({ programs }: Pick<Compiled<never, unknown>, 'programs'>): string {
  if (programs.length === 0)
    return 'No program: it was not called yet, or not since it was disposed, or its backend does not list calls.';
  return programs
    .map(({ form, reason, calls, onceCalls, bytes, kernels }) => {
      const most = [...kernels].sort(([, a], [, b]) => b - a).map(([kernel, count]) => `  ${kernel} x${count}`);
      const once = onceCalls > 0 ? `, ${onceCalls} more when parameters have changed` : '';
      return [
        `For ${form || 'no arguments'}: ${reason}.`,
        `${calls} calls${once}; keeps ${bytes} bytes.`,
        ...most,
      ].join('\n');
    })
    .join('\n\n');
}
