import { describe, expect, it } from 'vitest';
import { adamW, cosineSchedule, followSchedule } from '../index.ts';

describe('cosineSchedule', () => {
  it("gives the rates of torch's CosineAnnealingLR, beyond its end too", () => {
    const rate = cosineSchedule({ peak: 0.1, floor: 0.001, steps: 20 });
    const torch: [number, number][] = [
      [0, 0.1],
      [1, 0.09939057285945932],
      [5, 0.0855017856687341],
      [29, 0.04275649398050855],
      [30, 0.05049999999999997],
    ];
    for (const [done, wanted] of torch) expect(rate(done) / wanted).toBeCloseTo(1, 12);
    expect(rate(20)).toBe(0.001);
  });

  it('warms up in a straight line, as a LambdaLR of torch with the same formula', () => {
    const rate = cosineSchedule({ peak: 0.1, steps: 30, warmup: 6 });
    expect([0, 1, 3].map(rate)).toEqual([0, 0.1 / 6, 0.05].map((wanted) => expect.closeTo(wanted, 14)));
    expect([6, 29, 30].map(rate)).toEqual([0.1, 0.0004277569313094809, 0].map((wanted) => expect.closeTo(wanted, 14)));
  });

  it('refuses what makes no curve', () => {
    expect(() => cosineSchedule({ peak: 1, steps: 5, warmup: 5 })).toThrow('steps must be at least 6');
    expect(() => cosineSchedule({ peak: 1, steps: 5, floor: 2 })).toThrow('floor must be at least 0 and at most 1');
    expect(() => cosineSchedule({ peak: 1, steps: 5, min: 2 } as never)).toThrow('unknown option "min"');
  });
});

describe('followSchedule', () => {
  it('sets the rate of the next step', async () => {
    const optimizer = adamW();
    const callback = followSchedule(optimizer, (done) => 1 / (1 + done));
    await callback({ type: 'start', step: 4 });
    expect(optimizer.learningRate).toBe(0.2);
    await callback({ type: 'step', step: 9, epoch: 1, loss: 0, batch: {} } as never);
    expect(optimizer.learningRate).toBe(0.1);
    expect(() => followSchedule(optimizer, 0.1 as never)).toThrow('schedule must be a function');
  });
});
