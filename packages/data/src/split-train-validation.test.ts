import { ArgumentError } from '@ostinato/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitTrainValidation } from './split-train-validation.ts';

describe('splitTrainValidation', () => {
  it('keeps the end for validation, as views', () => {
    const ids = Int32Array.from({ length: 10 }, (_, i) => i);
    const { train, validation } = splitTrainValidation(ids, { validation: 0.2 });
    expect([...train]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect([...validation]).toEqual([8, 9]);
    expect(train.buffer).toBe(ids.buffer);
  });

  it('takes plain arrays', () => {
    const parts = splitTrainValidation(['a', 'b', 'c'], { validation: 0.3 });
    expect(parts).toEqual({ train: ['a', 'b'], validation: ['c'] });
  });

  it('loses nothing and comes as near to the share as it can', () => {
    fc.assert(
      fc.property(fc.float64Array({ minLength: 2 }), fc.double({ min: 0.01, max: 0.99 }), (values, share) => {
        const exact = values.length * share;
        fc.pre(exact >= 0.5 && values.length - exact > 0.5);
        const { train, validation } = splitTrainValidation(values, { validation: share });
        expect(Float64Array.of(...train, ...validation)).toEqual(values);
        expect(Math.abs(validation.length - exact)).toBeLessThanOrEqual(0.5);
      }),
    );
  });

  it.each([
    [new Int32Array(0), 0.1, /0 elements give 0 to train on and 0 to validate on/],
    [new Int32Array(4), 0.1, /4 elements give 4 to train on and 0 to validate on/],
    [new Int32Array(4), 0.9, /4 elements give 0 to train on and 4/],
    [new Int32Array(4), 0, /validation must be greater than 0 and less than 1, got 0/],
    [new Int32Array(4), 1, /less than 1, got 1/],
    [new Int32Array(4), Number.NaN, /got NaN/],
    [new Int32Array(4), undefined, /validation must be a number, got undefined/],
    ['text', 0.1, /encode a text first/],
    [new DataView(new ArrayBuffer(8)), 0.1, /an array or a typed array/],
    [null, 0.1, /got null/],
  ])('refuses %o split by %s', (sequence, validation, message) => {
    const split = (): unknown => splitTrainValidation(sequence as Int32Array, { validation: validation as number });
    expect(split).toThrow(ArgumentError);
    expect(split).toThrow(message);
  });

  it('names a misspelt option', () => {
    expect(() => splitTrainValidation([1, 2], { validaton: 0.5 } as never)).toThrow(/Did you mean "validation"/);
  });
});
