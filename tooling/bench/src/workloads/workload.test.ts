import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { benchFolder, peersFolder } from '../locations.ts';
import { flopsOf } from './flops.ts';
import { readWorkloads, selectWorkloads } from './workload.ts';

const workloads = readWorkloads();
const theirs = join(peersFolder, 'workloads.json');

it.runIf(existsSync(theirs))("is a copy of the peers' table", () => {
  const [own, peers] = [join(benchFolder, 'workloads.json'), theirs].map((path) =>
    JSON.parse(readFileSync(path, 'utf8')),
  );
  expect(own).toEqual(peers);
});

describe('a selection', () => {
  const ids = ['A1', 'A2', 'B1'];
  it('is everything, or what patterns name', () => {
    expect(selectWorkloads(ids, [])).toEqual(ids);
    expect(selectWorkloads(ids, ['B1', 'A*'])).toEqual(['B1', 'A1', 'A2']);
  });
  it('refuses what there is not', () => {
    expect(() => selectWorkloads(ids, ['Z9'])).toThrow('No workload is called Z9. There are A1, A2, B1.');
  });
});

it("counts the operations that the peers' notes count, in units of 1e9", () => {
  const noted = { A1: 0.0671, A2: 1.07, A3: 8.59, A4: 47, C: 10.7, D1: 1.31, D2: 3.96 };
  for (const [id, flops] of Object.entries(noted)) expect(flopsOf(workloads[id]!) / 1e9 / flops).toBeCloseTo(1, 2);
});

it('counts operations of every workload', () => {
  for (const workload of Object.values(workloads)) expect(flopsOf(workload)).toBeGreaterThan(0);
});
