import { describe, expect, it } from 'vitest';
import { at, constant, fitExtent, growsWithRows } from './extent.ts';
import { fit } from './fit.ts';
import { type HandStep, recorded } from './testing/hand-step.ts';

const fitted = (write: (step: HandStep) => void) => fit(recorded(2, write), recorded(3, write));

describe('fitExtent', () => {
  it.each([
    [4, 4, { base: 4, perRow: 0 }],
    [6, 9, { base: 0, perRow: 3 }],
    [7, 10, { base: 1, perRow: 3 }],
    [4, 9, { base: -6, perRow: 5 }],
    [9, 6, { base: 15, perRow: -3 }],
    [0.5, 0.5, { base: 0.5, perRow: 0 }],
    [Number.NaN, Number.NaN, { base: Number.NaN, perRow: 0 }],
    [0.5, 0.75, undefined],
  ])('of %s at 2 rows and %s at 3 is %j', (two, three, expected) => {
    expect(fitExtent(two, three, 2, 3)).toEqual(expected);
  });

  it('of other numbers of rows must be whole', () => {
    expect(fitExtent(8, 20, 2, 5)).toEqual({ base: 0, perRow: 4 });
    expect(fitExtent(8, 21, 2, 5)).toBeUndefined();
  });

  it('has a value at any number of rows', () => {
    expect(at({ base: 1, perRow: 3 }, 7)).toBe(22);
    expect([constant(3), { base: 0, perRow: 2 }, { base: 1, perRow: 2 }].map(growsWithRows)).toEqual([
      false,
      true,
      false,
    ]);
  });
});

describe('fit', () => {
  it('finds counts, numbers and places of a step', () => {
    const result = fitted((step) => {
      const [x, w] = [step.input('x', 0, 2 * step.rows), step.input('fixed', 0, 6)];
      step.linear(step.value(3 * step.rows), step.at(x, 1), w, 3, 1);
    });
    if (typeof result === 'string') throw new Error(result);
    expect(result.values.map(({ count }) => count)).toEqual([
      { base: 0, perRow: 2 },
      { base: 6, perRow: 0 },
      { base: 0, perRow: 3 },
    ]);
    const [call] = result.calls;
    expect(call!.kernel).toBe('matmul.nt');
    expect(call!.args.slice(0, 4)).toEqual([
      { value: result.values[2], offset: 0 },
      { value: result.values[0], offset: 1 },
      { value: result.values[1], offset: 0 },
      { base: 0, perRow: 1 },
    ]);
  });

  it('keeps what the host wrote, and numbers draws by their generators', () => {
    const result = fitted((step) => {
      step.constant(Float32Array.of(1, 2));
      step.call('random.uniform', step.value(step.rows), step.rows, 1, 1, 0, 11, 22, 1, 0, 4);
    });
    if (typeof result === 'string') throw new Error(result);
    expect(result.values[0]!.data).toEqual(Float32Array.of(1, 2));
    expect(result.calls[0]!.args.slice(4)).toEqual([
      { base: 0, perRow: 0 },
      { slot: 'key0', generator: 1 },
      { slot: 'key1', generator: 1 },
      { slot: 'draw', generator: 1 },
      { slot: 'step', generator: 1 },
      { base: 4, perRow: 0 },
    ]);
  });

  it.each<[string, (step: HandStep) => void, string]>([
    [
      'another number of values',
      (step) => Array.from({ length: step.rows }, () => step.value(1)),
      'the number of values depends on the batch size',
    ],
    [
      'another number of calls',
      (step) => {
        const x = step.value(4);
        for (let i = 0; i < step.rows; i++) step.call('unary.exp', x, x, 1, 4, 4, 4);
      },
      'the number of calls depends on the batch size',
    ],
    ['another dtype', (step) => step.value(4, step.rows === 2 ? 'float32' : 'int32'), 'value 0 is made in a way'],
    ['another constant', (step) => step.constant(Float32Array.of(step.rows, 0)), 'value 0 is made in a way'],
    ['a size that is a root', (step) => step.value(Math.sqrt(step.rows)), 'value 0 is made in a way'],
    [
      'another kernel',
      (step) => {
        const [a, b] = [step.value(4), step.value(4)];
        step.call(step.rows === 2 ? 'unary.exp' : 'unary.log', a, b, 1, 4, 4, 4);
      },
      'unary.exp is called in a way that depends on the batch size',
    ],
    [
      'a number that is no size',
      (step) => step.call('scalar.mul', step.value(4), step.value(4), 1, 4, 4, 4, 1 / step.rows),
      'scalar.mul is called in a way that depends on the batch size',
    ],
    [
      'a number that is a size but counts nothing',
      (step) => step.call('scalar.mul', step.value(4), step.value(4), 1, 4, 4, 4, step.rows),
      'scalar.mul is called in a way that depends on the batch size',
    ],
    [
      'another place',
      (step) => step.call('unary.exp', step.value(4), step.at(step.value(8), step.rows), 1, 4, 4, 4),
      'unary.exp is called in a way that depends on the batch size',
    ],
    [
      'another block',
      (step) => {
        const blocks = [step.value(4), step.value(4), step.value(4), step.value(4)];
        step.call('unary.exp', blocks[0]!, blocks[step.rows]!, 1, 4, 4, 4);
      },
      'unary.exp is called in a way that depends on the batch size',
    ],
  ])('refuses %s', (_, write, reason) => {
    expect(fitted(write)).toEqual(expect.stringContaining(reason));
  });
});
