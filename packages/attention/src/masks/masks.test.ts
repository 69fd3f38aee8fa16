import { jsBackend } from '@ostinato/backend-js';
import { getBackend, logicalNot, ones, setBackend, tensor } from '@ostinato/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { alibi, and, causal, keepWhere, type Mask, or, padding, scoreBias, torchMask, window } from '../index.ts';
import { biasOf, keepOf } from './mask.ts';

beforeAll(() => setBackend(jsBackend({ float: 'float64' })));

const grid = (queries: number, keys: number, further = {}) => ({
  ...{ batch: 2, heads: 2, queries, keys, offset: 0, backend: getBackend() },
  ...further,
});

/** Which keys each query sees, a row of 0 and 1 for each, of the first sequence and head. */
function picture(mask: Mask, at: ReturnType<typeof grid>): string[] {
  const keep = keepOf(mask, at);
  if (keep === undefined) return Array<string>(at.queries).fill('1'.repeat(at.keys));
  const [, , rows, cols] = keep.shape as [number, number, number, number];
  const data = keep.dataSync();
  return Array.from({ length: at.queries }, (_, i) =>
    Array.from({ length: at.keys }, (__, j) => data[(rows === 1 ? 0 : i) * cols + (cols === 1 ? 0 : j)]).join(''),
  );
}

describe('masks, true = keep', () => {
  it('causal: itself and what came before', () => {
    expect(picture(causal(), grid(3, 3))).toEqual(['100', '110', '111']);
    expect(picture(causal(2), grid(2, 4))).toEqual(['1110', '1111']);
    expect(picture(causal(), grid(1, 4, { offset: 3 }))).toEqual(['1111']);
  });

  it('or: of causal masks is causal', () => {
    expect(or(causal(), window(1)).ahead).toBe(0);
    expect(or(window(2), window(3, 1)).behind).toBe(2);
    expect(picture(or(window(1), and(causal(), window(2))), grid(3, 3))).toEqual(['100', '110', '011']);
  });

  it('window: fewer than so many steps away', () => {
    expect(picture(window(2), grid(4, 4))).toEqual(['1100', '1110', '0111', '0011']);
    expect(picture(window(2, 0), grid(4, 4))).toEqual(['1000', '1100', '0110', '0011']);
    expect(picture(and(causal(), window(2)), grid(2, 4, { offset: 2 }))).toEqual(['0110', '0011']);
    expect(picture(window(4), grid(4, 4))).toEqual(Array(4).fill('1111'));
  });

  it('distances do not count padding between steps', () => {
    const gaps = tensor([[true, true, false, true, true]], { dtype: 'bool' });
    expect(picture(window(3, 0), grid(5, 5, { batch: 1, gaps }))[4]).toBe('01111'); // the gap is hidden by the padding itself
    const bias = biasOf(alibi(2), grid(1, 5, { batch: 1, gaps, offset: 4 }))!;
    expect([...bias.dataSync().slice(0, 5)].map((x) => x * 16 + 0)).toEqual([-3, -2, -2, -1, 0]);
  });

  it('padding: by lengths or by a mask', () => {
    const keep = keepOf(padding([3, 0]), grid(1, 4))!;
    expect([...keep.dataSync()]).toEqual([1, 1, 1, 0, 0, 0, 0, 0]);
    const mask = tensor(
      [
        [false, true],
        [true, true],
      ],
      { dtype: 'bool' },
    );
    expect([...keepOf(padding(mask), grid(1, 2))!.dataSync()]).toEqual([0, 1, 1, 1]);
    expect(() => keepOf(padding([5, 0]), grid(1, 4))).toThrow('lengths[0] is 5');
    expect(() => keepOf(padding(mask), grid(1, 4))).toThrow('expected a mask [batch, keys] = [2,4], got [2,2]');
  });

  it('and, or', () => {
    expect(picture(and(), grid(2, 2))).toEqual(['11', '11']);
    expect(picture(or(window(1), keepWhere(tensor([[true, false, false]], { dtype: 'bool' }))), grid(3, 3))).toEqual([
      '100',
      '110',
      '101',
    ]);
    expect(() => or(causal(), alibi(2))).toThrow('or: masks[1] adds to the scores');
    expect(() => and(causal(), true as never)).toThrow('and: masks[1] must be a mask such as causal()');
  });

  it('biases add up', () => {
    const both = and(scoreBias(tensor([[1, 2]])), scoreBias(tensor([[10], [20]])));
    expect([...biasOf(both, grid(2, 2))!.dataSync()]).toEqual([11, 12, 21, 22]);
  });

  it("alibi: the paper's slopes", () => {
    const slopes = (heads: number) => {
      const bias = biasOf(alibi(heads), grid(1, 2, { heads, offset: 1 }))!.dataSync();
      return Array.from({ length: heads }, (_, h) => -bias[2 * h]!);
    };
    expect(slopes(8)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((i) => 2 ** -i));
    expect(slopes(3)).toEqual([2 ** -4, 2 ** -8, 2 ** -2]);
    expect(() => biasOf(alibi(3), grid(1, 1))).toThrow('made for 3 heads, got 2');
  });

  it("torch's polarity is turned around", () => {
    const hidden = tensor(
      [
        [false, true],
        [false, false],
      ],
      { dtype: 'bool' },
    );
    expect(picture(torchMask(hidden), grid(2, 2))).toEqual(['10', '11']);
    expect(picture(torchMask(hidden), grid(2, 2))).toEqual(picture(keepWhere(logicalNot(hidden)), grid(2, 2)));
    expect([...keepOf(torchMask(undefined, hidden), grid(1, 2))!.dataSync()]).toEqual([1, 0, 1, 1]);
    const perHead = tensor(new Uint8Array(16).fill(0).fill(1, 0, 4), [4, 2, 2], { dtype: 'bool' });
    expect(keepOf(torchMask(perHead), grid(2, 2))!.shape).toEqual([2, 2, 2, 2]);
  });

  it('refuses what is no mask', () => {
    expect(() => keepWhere(tensor([1]) as never)).toThrow('Numbers to add are a scoreBias');
    expect(() => scoreBias(tensor([true]) as never)).toThrow('A bool tensor is a mask by keepWhere');
    expect(() => window(0)).toThrow('window: size must be at least 1');
    expect(() => padding([1.5])).toThrow('lengths[0] must be a whole number from 0 on, got 1.5');
    expect(() => padding('3' as never)).toThrow('an array of lengths or a bool tensor');
    const perHead = ones([4, 3, 3], { dtype: 'bool' });
    expect(() => keepOf(torchMask(perHead), grid(3, 3, { batch: 1 }))).toThrow('= [2,3,3], got [4,3,3]');
    expect(() => torchMask(tensor([true], { dtype: 'bool' }) as never)).toThrow('expected [queries, keys]');
  });
});
