import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { jsBackend } from '@ostinato/backend-js';
import { conformance } from '@ostinato/backend-testkit';
import { adapters, familyOf, run } from '@ostinato-workspace/golden';
import { filesIn, goldenDirectory, readIndex } from '@ostinato-workspace/golden/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Column, rowOf } from './record.ts';
import { complaints, countsIn, page, rowsOf } from './table.ts';

const cell = (passed: number, ...failed: string[]) => ({ passed, failed, composed: false });
const right: Column[] = [
  {
    name: 'js',
    cells: { 'the backend': cell(2), 'op add': cell(3), 'golden lstm': cell(4), 'kernel pack.n': cell(1) },
  },
  {
    name: 'other',
    cells: {
      'the backend': cell(2),
      'op add': cell(3),
      'golden lstm': cell(4),
      'kernel pack.n': { ...cell(1), composed: true },
    },
  },
];

describe('the page', () => {
  it('counts laws and cases, and has a word for every cell', () => {
    const text = page(right);
    expect(text).toContain('| js | 6 of 6 | 4 of 4 |');
    expect(text).toContain('| op add | pass | pass |');
    expect(text).toContain('| kernel pack.n | pass | composed |');
    expect(countsIn(text, 'other')).toEqual([6, 4]);
    expect(complaints(right, text)).toEqual([]);
  });

  it('is refused for a failure, a missing cell, and fewer laws than before', () => {
    const [js, other] = right as [Column, Column];
    const { 'op add': _, ...rest } = other.cells;
    expect(complaints([js, { name: 'other', cells: rest }], undefined)).toEqual(['other: op add is missing']);
    const failing = { name: 'other', cells: { ...other.cells, 'op add': cell(2, 'op add: values: wrong') } };
    expect(complaints([js, failing], undefined)).toEqual(['other: op add: values: wrong']);
    expect(page([js, failing])).toContain('| op add | pass | **1 FAILED** |');
    const fewer = { name: 'other', cells: { ...other.cells, 'op add': cell(2) } };
    expect(complaints([js, fewer], page(right))).toEqual(['other: 5 laws hold, 6 did']);
    expect(complaints([js], page(right))).toEqual(['other: is on the page, and was not run']);
  });
});

describe('docs/conformance.md, which npm run conformance writes', () => {
  let text: string;
  beforeAll(() => {
    text = readFileSync(fileURLToPath(new URL('../../../docs/conformance.md', import.meta.url)), 'utf8');
  });
  const laws = conformance(() => jsBackend());

  it('is about the laws that there are', () => {
    // And one more: the training run.
    const counts = [...text.matchAll(/^\| (.+?) \| (\d+) of (\d+) \| (\d+) of (\d+) \|$/gm)];
    expect(counts.length).toBe(8);
    for (const [, name, passed, all, cases, allCases] of counts) {
      expect([name, Number(passed)]).toEqual([name, laws.length + 1]);
      expect([all, cases]).toEqual([passed, allCases]);
    }
  });

  it('has a row for every op, kernel and golden family, without a hole', () => {
    const { path, complete } = goldenDirectory(undefined, process.env['OSTINATO_GOLDEN']);
    const rows = new Set(['training', ...laws.map(({ name }) => rowOf(name))]);
    const options = {
      readFile: filesIn(path),
      entries: readIndex(path),
      adapters,
      backends: [{ name: 'js', backend: jsBackend() }],
    };
    for (const { entry, outcome } of run(options))
      if (outcome.kind !== 'uncovered') rows.add(`golden ${familyOf(entry)}`);
    const cells = Object.fromEntries([...rows].map((row) => [row, cell(1)]));
    const known = rowsOf([{ name: 'js', cells }]);
    const written = [...text.matchAll(/^\| ((?:the backend|training|op|kernel|golden)[^|]*) \|(.*)\|$/gm)];
    const names = written.map(([, name]) => name!);
    // The small golden set of a clone without ../shared has fewer families.
    const all = complete && path.endsWith('shared/golden');
    const counted = (row: string): boolean => all || !row.startsWith('golden');
    expect(names.filter(counted)).toEqual(known.filter(counted));
    for (const [, , rest] of written)
      for (const word of rest!.split('|')) expect(word.trim()).toMatch(/^(pass|composed)$/);
  });
});
