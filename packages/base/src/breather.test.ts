import { expect, it } from 'vitest';
import { breather } from './breather.ts';

it('lets timers have a turn, though not at every call', async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  const breathe = breather(2);
  const end = performance.now() + 60;
  while (performance.now() < end) await breathe();
  clearInterval(timer);
  expect(turns).toBeGreaterThan(3);

  const seldom = breather(1e6);
  turns = 0;
  const other = setInterval(() => turns++, 0);
  for (let i = 0; i < 1000; i++) await seldom();
  clearInterval(other);
  expect(turns).toBe(0);
});
