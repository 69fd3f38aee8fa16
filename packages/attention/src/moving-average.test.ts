import { ArgumentError } from '@ostinato/base';
import { describe, expect, it } from 'vitest';
import { movingAverage } from './moving-average.ts';

describe('movingAverage', () => {
  it('is the mean of each window', () => {
    expect([...movingAverage([1, 2, 6, 4], 2)]).toEqual([1.5, 4, 5]);
    expect([...movingAverage(Float32Array.of(3, -1), 1)]).toEqual([3, -1]);
  });

  it('refuses what is no list and a width that does not fit', () => {
    expect(() => movingAverage(null as never, 1)).toThrow(ArgumentError);
    expect(() => movingAverage([1, 2], 0)).toThrow('width must be at least 1');
    expect(() => movingAverage([1, 2], 3)).toThrow('got 3');
  });
});
