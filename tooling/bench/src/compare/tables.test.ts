import { expect, it } from 'vitest';
import { standings, type WorkloadReport } from './report.ts';
import { ratioTable, workloadTable } from './tables.ts';

const run = (runner: string, round: number, median: number, best: number, threads = 1) => ({
  runner,
  round,
  peer: runner,
  workload: 'E',
  median_ms: median,
  min_ms: best,
  reps: 12,
  threads,
  first_ms: 9,
  val: 1,
  ...(runner.startsWith('wasm') && { peak_gflops: 10 * (round + 1) }),
});
const report: WorkloadReport = {
  id: 'E',
  workload: { kind: 'gemm', N: 100 },
  flops: 2e6,
  load: [0.5, 1],
  runs: [
    run('wasm1', 0, 2, 1),
    run('torch1', 0, 5, 3),
    run('wasm1', 1, 4, 1.5),
    run('torch1', 1, 6, 2),
    run('wasm1', 2, 1, 0.5),
    run('torch1', 2, 7, 4),
    run('wasm2', 2, 0.5, 0.25, 2),
  ],
  skipped: { jaxjs: 'not supported' },
};

it('takes the median of medians, the best of all and the highest peak', () => {
  const [wasm, torch] = standings(report);
  expect(wasm).toMatchObject({ runner: 'wasm1', median: 2, best: 0.5, peak: 30 });
  expect(torch).toMatchObject({ runner: 'torch1', median: 6, best: 2, peak: undefined });
});

it('writes ratios of medians and of best times, and shares of the peak of all threads', () => {
  const table = workloadTable(report);
  expect(table).toContain('## E: gemm 100 (load 0.5 to 1)');
  expect(table).toContain('| torch1 | 6.00 | 2.00 | 9.00 | 0.333 | 1.00 |  | 1 | 3.00x (4.00x) | 12.0x (8.00x) |');
  expect(table).toMatch(/\| wasm1 .* \| 1.00 \| 4.00 \| 13 % \| 1 \|/);
  expect(table).toMatch(/\| wasm2 .* \| 4.00 \| 8.00 \| 13 % \| 1 \|/);
  expect(table).toContain('jaxjs: not supported');
  expect(ratioTable([report])).toContain('| E wasm1 |  | 3.00x (4.00x) | 0.250x (0.500x) |');
});
