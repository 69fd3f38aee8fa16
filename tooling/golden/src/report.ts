import { casesIn, familyOf } from './family.ts';
import type { CaseResult } from './run.ts';

/** Numbers of cases. */
export interface Counts {
  total: number;
  covered: number;
  failed: number;
}

/** Counts by family, in the order of the index. */
export function countFamilies(results: readonly CaseResult[]): Map<string, Counts> {
  const families = new Map<string, Counts>();
  for (const { entry, outcome } of results) {
    const family = familyOf(entry);
    const counts = families.get(family) ?? { total: 0, covered: 0, failed: 0 };
    families.set(family, counts);
    counts.total += casesIn(entry);
    if (outcome.kind !== 'uncovered') counts.covered += casesIn(entry);
    if (outcome.kind === 'failed') counts.failed += casesIn(entry);
  }
  return families;
}

/** A line for each family: covered / total, failed. */
export function familyTable(families: ReadonlyMap<string, Counts>): string[] {
  const width = Math.max(6, ...[...families.keys()].map((family) => family.length));
  const row = (name: string, covered: string, failed: string): string =>
    `${name.padEnd(width)}  ${covered.padStart(15)}  ${failed.padStart(6)}`;
  return [
    row('family', 'covered / total', 'failed'),
    ...[...families].map(([family, { total, covered, failed }]) =>
      row(family, `${covered} / ${String(total).padStart(3)}`, String(failed)),
    ),
  ];
}

/** `N passed, N failed, N skipped`. */
export function summary(families: ReadonlyMap<string, Counts>): string {
  const counts = [...families.values()];
  const sum = (of: (counts: Counts) => number): number => counts.reduce((total, part) => total + of(part), 0);
  const failed = sum((part) => part.failed);
  const covered = sum((part) => part.covered);
  return `${covered - failed} passed, ${failed} failed, ${sum((part) => part.total) - covered} skipped`;
}
