import { expect, it } from 'vitest';
import { countFamilies, familyTable, summary } from './report.ts';
import { family, unmet } from './required.ts';
import type { CaseResult } from './run.ts';

const results: readonly CaseResult[] = [
  { entry: { id: 'lstm.a' }, outcome: { kind: 'passed' } },
  { entry: { id: 'lstm.b' }, outcome: { kind: 'failed', problems: ['lstm.b: wrong'] } },
  { entry: { id: 'lstm.c' }, outcome: { kind: 'uncovered', reason: 'dropout = 0.5' } },
  { entry: { id: 'schedulers', count: 22 }, outcome: { kind: 'uncovered', reason: 'kind scheduler' } },
  { entry: { id: 'onnx.add', family: 'onnx/eltwise' }, outcome: { kind: 'passed' } },
];

it('counts by family', () => {
  const families = countFamilies(results);
  expect([...families]).toEqual([
    ['lstm', { total: 3, covered: 2, failed: 1 }],
    ['schedulers', { total: 22, covered: 0, failed: 0 }],
    ['onnx/eltwise', { total: 1, covered: 1, failed: 0 }],
  ]);
  expect(familyTable(families).map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
    'family covered / total failed',
    'lstm 2 / 3 1',
    'schedulers 0 / 22 0',
    'onnx/eltwise 1 / 1 0',
  ]);
  expect(summary(families)).toBe('2 passed, 1 failed, 23 skipped');
});

it('names requirements that are not met', () => {
  expect(unmet([family('onnx/eltwise')], results, 'fails')).toEqual([]);
  expect(unmet([family('lstm')], results, 'passes')).toEqual([
    'required lstm: 2 of 3 covered; not lstm.c (dropout = 0.5)',
  ]);
});

it('reports a requirement without cases where there must be some', () => {
  expect(unmet([family('gru')], results, 'fails')).toEqual(['required gru: there is no such case here']);
  expect(unmet([family('gru')], results, 'passes')).toEqual([]);
});
