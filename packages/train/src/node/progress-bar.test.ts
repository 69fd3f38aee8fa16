import { describe, expect, it } from 'vitest';
import type { TrainEvent } from '../loop/train-event.ts';
import { progressBar } from './progress-bar.ts';
import { progressLine } from './progress-line.ts';

const batch = { inputs: { data: new Int32Array(100), shape: [10, 10], dtype: 'int32' } };
const stepAt = (step: number, seconds: number, loss = Math.LN2): TrainEvent => ({
  type: 'step',
  step,
  epoch: 1,
  loss,
  batch,
  seconds,
});
const end = (step: number, seconds: number): TrainEvent => ({ type: 'end', step, epoch: 1, seconds, reason: 'steps' });

/** What is written for events. */
function written(events: TrainEvent[], stream: { isTTY?: boolean; columns?: number } = {}, options = {}): string[] {
  const texts: string[] = [];
  const bar = progressBar({ stream: { ...stream, write: (text) => texts.push(text) }, ...options });
  events.forEach((event) => bar(event));
  return texts;
}

const fiftySteps = [
  { type: 'start', step: 0, steps: 100 } as const,
  ...Array.from({ length: 50 }, (_, i) => stepAt(i + 1, (i + 1) / 10)),
  end(50, 5),
];

describe('progressBar', () => {
  it('draws one line anew in a terminal, within its width', () => {
    const texts = written(fiftySteps, { isTTY: true, columns: 100 }, { bitsPer: 'character' });
    expect(texts.length).toBeLessThanOrEqual(52);
    const last = texts.join('').split('\r').at(-1);
    expect(last).toMatch(
      /^\[#+-+\] +50%  step 50\/100  loss 0\.6931 nats \(1\.000 bits\/character\)  1000 tokens\/s  0:05 left\x1b\[K\n$/,
    );
    for (const text of texts) expect(text.replace(/[\r\n]|\x1b\[K/g, '').length).toBeLessThan(100);
  });

  it('writes a plain line every few seconds elsewhere, and the last', () => {
    const texts = written(fiftySteps, {}, { interval: 2 });
    expect(texts).toHaveLength(3);
    expect(texts[2]).toMatch(/^ 50%  step 50\/100  loss 0\.6931 nats  1000 tokens\/s  0:05 left\n$/);
    expect(written([fiftySteps[0]!, stepAt(1, 0.01), end(1, 0.01)])).toHaveLength(1);
    expect(written([fiftySteps[0]!, end(0, 0)])).toEqual([]);
  });

  it('shows the mean loss since the last line', () => {
    const texts = written(
      [{ type: 'start', step: 0 }, stepAt(1, 1, 4), stepAt(2, 2, 2), stepAt(3, 3, 8), end(3, 3)],
      {},
      { interval: 2, unit: 'pixels', count: () => 5 },
    );
    expect(texts.map((text) => text.split('  ').slice(0, 3))).toEqual([
      ['step 2', 'loss 3.0000 nats', '5 pixels/s\n'],
      ['step 3', 'loss 8.0000 nats', '5 pixels/s\n'],
    ]);
  });

  it('names a wrong option', () => {
    expect(() => progressBar({ colour: true } as never)).toThrow(/unknown option/);
    expect(() => progressBar({ interval: 0 })).toThrow(/interval must be greater than 0/);
  });
});

describe('progressLine', () => {
  const figures = {
    step: 5000,
    steps: 10_000,
    loss: 1,
    rate: 1_234_567,
    stepRate: 0.5,
    unit: 'tokens',
    bitsPer: undefined,
    columns: undefined,
  };
  it('has short numbers and clocks', () => {
    expect(progressLine(figures)).toBe(' 50%  step 5000/10000  loss 1.0000 nats  1.23M tokens/s  2:46:40 left');
    expect(progressLine({ ...figures, rate: 12_345, stepRate: 100 })).toMatch(/12\.3k tokens\/s {2}0:50 left$/);
  });
  it('gives up the bar, then its end, where there is no room', () => {
    expect(progressLine({ ...figures, columns: 60 })).toHaveLength(60);
    expect(progressLine({ ...figures, columns: 20 })).toBe(' 50%  step 5000/1000');
  });
});
