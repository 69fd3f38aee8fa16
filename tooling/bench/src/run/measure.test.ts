import { expect, it } from 'vitest';
import { measure } from './measure.ts';

it('times each unit of a task and gives what the last run gave', async () => {
  let runs = 0;
  const wait = () => new Promise<number>((resolve) => setTimeout(() => resolve(++runs), 20));
  const { times, first, value } = await measure({ inner: 2, run: wait }, { budget: 1, reps: 4 });
  expect(value).toBe(runs);
  expect(times.length).toBeGreaterThanOrEqual(4);
  for (const time of [...times, first]) expect(time).toBeGreaterThan(9);
});

it('keeps to the budget, but for three runs', async () => {
  let runs = 0;
  const wait = () => new Promise<number>((resolve) => setTimeout(() => resolve(++runs), 150));
  const { times } = await measure({ inner: 1, run: wait }, { budget: 0.1 });
  expect(times.length).toBeGreaterThanOrEqual(2);
  expect(times.length).toBeLessThanOrEqual(3);
});
