import { ArgumentError, StateError } from '@ostinato/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BatchSource, Position } from './batch-source.ts';
import { repeat } from './repeat.ts';

const source = (batches: number, description = 'letters'): BatchSource<string> => ({
  batches,
  description,
  read: (epoch, batch) => `${epoch}.${batch}`,
  [Symbol.iterator]() {
    return repeat(this, { epochs: 1 });
  },
});

describe('repeat', () => {
  it('reads pass after pass; plain iteration reads one', () => {
    expect([...repeat(source(2), { epochs: 2 })]).toEqual(['0.0', '0.1', '1.0', '1.1']);
    expect([...source(2)]).toEqual(['0.0', '0.1']);
  });

  it('goes on without end', () => {
    const reading = repeat(source(3));
    for (let i = 0; i < 100; i++) reading.next();
    expect(reading.position).toEqual({ epoch: 33, batch: 1, source: 'letters' });
  });

  it('resumes anywhere, by way of JSON, with what would have come next', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(25),
        (batches, epochs, cut) => {
          const whole = [...repeat(source(batches), { epochs })];
          const reading = repeat(source(batches), { epochs });
          const before: string[] = [];
          for (let i = 0; i < cut; i++) {
            const next = reading.next();
            if (next.done !== true) before.push(next.value);
          }
          const from = JSON.parse(JSON.stringify(reading.position)) as Position;
          expect([...before, ...repeat(source(batches), { epochs, from })]).toEqual(whole);
        },
      ),
    );
  });

  it('survives leaving a loop early', () => {
    const reading = repeat(source(3), { epochs: 1 });
    for (const first of reading) {
      expect(first).toBe('0.0');
      break;
    }
    expect([...reading]).toEqual(['0.1', '0.2']);
  });

  it('stays finished', () => {
    const reading = repeat(source(1), { epochs: 1 });
    expect([...reading, ...reading]).toEqual(['0.0']);
  });

  it.each([
    [{ epochs: 0 }, ArgumentError, /epochs must be at least 1, got 0/],
    [{ epochs: 1.5 }, ArgumentError, /whole number/],
    [{ epoch: 1 }, ArgumentError, /Did you mean "epochs"/],
    [{ from: 3 }, ArgumentError, /from must be a position/],
    [{ from: null }, ArgumentError, /from must be a position/],
    [{ from: {} }, StateError, /belongs to something else, the data are letters/],
    [{ from: { epoch: 0, batch: 0, source: 'digits' } }, StateError, /belongs to digits, the data are letters/],
    [{ from: { epoch: -1, batch: 0, source: 'letters' } }, ArgumentError, /from\.epoch must be at least 0/],
    [{ from: { epoch: 0, batch: 2, source: 'letters' } }, ArgumentError, /from\.batch .* less than 2, got 2/],
    [
      { from: { epoch: 0, batch: '1', source: 'letters' } },
      ArgumentError,
      /from\.batch must be a whole number, got "1"/,
    ],
  ])('refuses %j', (options, kind, message) => {
    expect(() => repeat(source(2), options as never)).toThrow(kind);
    expect(() => repeat(source(2), options as never)).toThrow(message);
  });
});
