import { existsSync, readFileSync } from 'node:fs';
import { jsBackend } from '@ostinato/backend-js';
import { setBackend } from '@ostinato/tensor';
import { describe, expect, it } from 'vitest';
import { problemsOf } from './check-misuse.ts';
import { coverage } from './coverage.ts';
import type { Misuse } from './misuse.ts';
import { misuseRows } from './rows.ts';

const golden = process.env.OSTINATO_GOLDEN ?? new URL('../../../../../shared/golden', import.meta.url).pathname;
const specification = `${golden}/specs/api_misuse.json`;

/** Misuses by what their label says before its colon: those of one function are one test. */
function grouped(misuses: readonly Misuse[]): Map<string, Misuse[]> {
  const groups = new Map<string, Misuse[]>();
  for (const each of misuses) {
    const [group] = each.label.split(': ') as [string];
    groups.set(group, [...(groups.get(group) ?? []), each]);
  }
  return groups;
}

for (const { area, misuse } of misuseRows) {
  const { misuses = [], holds = {}, byDesign, notYet } = coverage[area]?.[misuse] ?? {};
  describe(`${area}: ${misuse}${notYet === undefined ? '' : ` (not yet: ${notYet})`}`, () => {
    it('is accounted for', () => {
      expect(misuses.length + Object.keys(holds).length > 0 || (byDesign ?? notYet) !== undefined).toBe(true);
    });
    for (const [group, members] of grouped(misuses)) {
      it(`${group} throws early`, async () => {
        const problems: string[] = [];
        for (const each of members)
          problems.push(...(await problemsOf(each)).map((problem) => `${each.label}: ${problem}`));
        expect(problems).toEqual([]);
      });
    }
    for (const [label, check] of Object.entries(holds)) {
      it(`${label}: holds`, async () => {
        setBackend(jsBackend());
        await check();
      });
    }
  });
}

describe('the table', () => {
  it('has no entry that is no row', () => {
    const entries = Object.entries(coverage).flatMap(([area, rows]) =>
      Object.keys(rows).map((row) => `${area}: ${row}`),
    );
    expect(entries.sort()).toEqual(misuseRows.map(({ area, misuse }) => `${area}: ${misuse}`).sort());
  });

  it.runIf(existsSync(specification))('has every row of the specification', () => {
    const { cases } = JSON.parse(readFileSync(specification, 'utf8')) as { cases: Record<string, string>[] };
    const rows = cases.map(({ area, misuse, error, message_mentions }) => ({
      area,
      misuse,
      error,
      mentions: message_mentions,
    }));
    expect(misuseRows).toEqual(rows);
  });
});
