import { tidy, withBackend } from '@ostinato/tensor';
import type { TestedBackend } from './backends.ts';
import type { Adapter, Check } from './check.ts';
import { compare, describeMismatch } from './compare.ts';
import { Uncovered } from './config.ts';
import type { GoldenCase } from './golden-case.ts';
import type { Tolerance } from './golden-index.ts';

/** What became of a case. */
export type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly problems: readonly string[] }
  | { readonly kind: 'uncovered'; readonly reason: string };

/** Where a case does not say. */
const defaultTolerance: Tolerance = { rtol: 1e-5, atol: 1e-6 };

/** The allowance for a stored tensor; integers and booleans have none. */
function toleranceFor(golden: GoldenCase, { tensor, tolerance }: Check, multiple: number): Tolerance {
  if (!/^B?F\d/.test(golden.stored(tensor).dtype)) return { rtol: 0, atol: 0 };
  const { tol } = golden.entry;
  const { rtol, atol } = tol?.[tolerance] ?? tol?.['fwd'] ?? defaultTolerance;
  return { rtol: rtol * multiple, atol: atol * multiple };
}

function problemOf(golden: GoldenCase, check: Check, multiple: number): string | undefined {
  if (check.got === undefined) return `${check.tensor}: was not computed`;
  const mismatch = compare(check.got, golden.stored(check.tensor), toleranceFor(golden, check, multiple), check.exact);
  return mismatch && check.tensor + describeMismatch(mismatch);
}

/** The problems of a case on one backend. @throws Uncovered */
function problemsOn({ backend }: TestedBackend, golden: GoldenCase, adapter: Adapter): string[] {
  try {
    const checks = withBackend(backend, () => tidy(() => adapter(golden)));
    if (checks.length === 0) return ['nothing to compare: the case stores no result'];
    return checks.flatMap((check) => problemOf(golden, check, backend.tolerance) ?? []);
  } catch (error) {
    if (error instanceof Uncovered) throw error;
    return [`threw ${String(error).split('\n', 1)[0]!}`];
  }
}

/** Runs a case on every backend: it passes only if each of its tensors passes on all of them. */
export function runCase(golden: GoldenCase, adapter: Adapter | undefined, backends: readonly TestedBackend[]): Outcome {
  if (adapter === undefined) return { kind: 'uncovered', reason: `kind ${golden.entry.kind ?? 'of no name'}` };
  try {
    const problems = backends.flatMap((tested) =>
      problemsOn(tested, golden, adapter).map((problem) => `${golden.entry.id} [${tested.name}] ${problem}`),
    );
    return problems.length === 0 ? { kind: 'passed' } : { kind: 'failed', problems };
  } catch (error) {
    if (error instanceof Uncovered) return { kind: 'uncovered', reason: error.message };
    throw error;
  }
}
