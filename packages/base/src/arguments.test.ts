import { describe, expect, it } from 'vitest';
import { checkFunction, checkInteger, checkNumber, checkOneOf, checkOptions } from './arguments.ts';
import { checkDType } from './dtype.ts';
import { ArgumentError, DTypeError } from './errors.ts';

describe('argument checks', () => {
  it('return what fits', () => {
    expect(checkNumber('f', 'rate', 0.5, { above: 0, max: 1 })).toBe(0.5);
    expect(checkInteger('f', 'size', 3, { min: 1 })).toBe(3);
    expect(checkOneOf('f', 'mode', 'b', ['a', 'b'])).toBe('b');
    expect(checkDType('f', 'int32')).toBe('int32');
  });

  it.each([
    [() => checkNumber('Adam', 'lr', -1, { min: 0 }), 'Adam: lr must be at least 0, got -1.'],
    [() => checkNumber('f', 'p', NaN, { min: 0 }), 'f: p must be at least 0, got NaN.'],
    [() => checkNumber('f', 'p', 1, { min: 0, below: 1 }), 'f: p must be at least 0 and less than 1, got 1.'],
    [() => checkInteger('f', 'size', 1.5), 'f: size must be a whole number, got 1.5.'],
    [() => checkOneOf('f', 'mode', 'concta', ['concat', 'sum']), 'Did you mean "concat"?'],
    [() => checkOptions('LSTM', { hiddenSze: 3 }, ['inputSize', 'hiddenSize']), 'Did you mean "hiddenSize"?'],
    [() => checkOptions('LSTM', { qqqqqq: 3 }, ['bias']), 'Known options: bias.'],
  ])('explain what does not fit', (call, message) => {
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(message);
  });

  it.each([
    () => checkNumber('f', 'x', '3'),
    () => checkInteger('f', 'x', null),
    () => checkOneOf('f', 'x', undefined, ['a']),
    () => checkOptions('f', [1], ['a']),
    () => checkOptions('f', null, ['a']),
    () => checkFunction('f', 'x', 3 as never),
  ])('give a wrong JavaScript type the code ARGUMENT_TYPE', (call) => {
    expect(call).toThrow(expect.objectContaining({ code: 'ARGUMENT_TYPE' }));
  });

  it('names the nearest dtype', () => {
    expect(() => checkDType('tensor', 'float23')).toThrow(DTypeError);
    expect(() => checkDType('tensor', 'float23')).toThrow(
      'float32, int32, bool, got "float23". Did you mean "float32"?',
    );
  });
});
