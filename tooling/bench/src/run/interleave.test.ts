import { expect, it } from 'vitest';
import { interleave } from './interleave.ts';

const busy = (milliseconds: number): void => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
};

it('gives the time of one call of each, whatever the number in a batch', async () => {
  const [short, long] = await interleave([() => busy(0.2), () => busy(2)], { rounds: 3, least: 1 });
  expect(short!.count).toBe(3);
  expect(short!.best).toBeGreaterThan(0.19);
  expect(short!.best).toBeLessThan(1.9);
  expect(long!.best).toBeGreaterThan(1.9);
});
