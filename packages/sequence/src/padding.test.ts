import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError, DTypeError, ShapeError } from '@ostinato/base';
import { ones, setBackend, sum, tensor, valueAndGrad, zeros } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { checkSequenceOptions, maskPadding, stepMask } from './index.ts';

beforeEach(() => setBackend(jsBackend()));
const mask = () =>
  tensor(
    [
      [true, false, true],
      [false, true, true],
    ],
    { dtype: 'bool' },
  ); // prettier-ignore

describe('stepMask', () => {
  it('is true at real steps', () => {
    const x = zeros([2, 3, 4]);
    expect([...stepMask(x, { lengths: [0, 2] })!.dataSync()]).toEqual([0, 0, 0, 1, 1, 0]);
    const given = mask();
    expect(stepMask(x, { mask: given })).toBe(given);
    expect(stepMask(x, {})).toBeUndefined();
    expect(stepMask(zeros([3, 4]), { lengths: [2] })!.shape).toEqual([1, 3]);
  });
});

describe('maskPadding', () => {
  it('makes padding 0, whatever lay there, and its gradient too', () => {
    const x = tensor([
      [[1], [NaN], [3]],
      [[Infinity], [5], [6]],
    ]); // prettier-ignore
    const { aux, gradients } = valueAndGrad([x], () => {
      const masked = maskPadding(x, { mask: mask() });
      return [sum(masked), masked];
    });
    expect([...aux.dataSync()]).toEqual([1, 0, 3, 0, 5, 6]);
    expect([...gradients[0]!.dataSync()]).toEqual([1, 0, 1, 0, 1, 1]);
    expect([...maskPadding(ones([3, 2]), { lengths: [1] }).dataSync()]).toEqual([1, 1, 0, 0, 0, 0]);
    expect([...maskPadding(ones([1, 2, 1, 2]), { lengths: [1] }).dataSync()]).toEqual([1, 1, 0, 0]);
    expect(maskPadding(x, {})).toBe(x);
  });
});

describe('checkSequenceOptions', () => {
  const check =
    (options: object, timeMajor = false) =>
    () =>
      checkSequenceOptions('Layer', zeros([2, 3, 4]), options, timeMajor);

  it('takes what fits', () => {
    for (const options of [{}, { lengths: [3, 0] }, { mask: mask() }, { trace: true, memory: 'low', state: 1 }])
      expect(check(options)).not.toThrow();
    expect(check({ lengths: [2, 0, 1] }, true)).not.toThrow();
  });

  it.each<[object, new (message: string) => Error, string]>([
    [{ lengths: [1, 2], mask: 1 }, ArgumentError, 'give lengths or a mask, not both'],
    [{ lengths: [4, 0] }, ArgumentError, 'lengths[0] is 4'],
    [{ lengths: [1] }, ArgumentError, 'expected 2 lengths'],
    [{ mask: [1, 2] }, ArgumentError, 'mask must be a tensor'],
    [{ trace: 1 }, ArgumentError, 'trace must be true or false'],
    [{ memory: 'small' }, ArgumentError, 'memory must be one of high, low'],
    [{ lenghts: [1] }, ArgumentError, 'Did you mean "lengths"?'],
  ])('refuses %o', (options, kind, message) => {
    expect(check(options)).toThrow(kind);
    expect(check(options)).toThrow(message);
  });

  it('refuses a mask of another type or shape', () => {
    expect(check({ mask: ones([2, 3]) })).toThrow(DTypeError);
    expect(check({ mask: mask() }, true)).toThrow(ShapeError);
  });
});
