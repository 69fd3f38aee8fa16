import { expect, it } from 'vitest';
import { twoAtATime } from './two-at-a-time.ts';

it('keeps the order of the items, and never does three at once', async () => {
  let running = 0;
  let most = 0;
  const results = await twoAtATime([30, 5, 5, 20], async (ms) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, ms));
    running--;
    return ms;
  });
  expect(results).toEqual([30, 5, 5, 20]);
  expect(most).toBe(2);
});
