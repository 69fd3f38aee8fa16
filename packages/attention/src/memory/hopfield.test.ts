import { jsBackend } from '@ostinato/backend-js';
import { normal, ones, RandomGenerator, setBackend, slice, tensor } from '@ostinato/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { hopfieldRetrieve, padding } from '../index.ts';

beforeAll(() => setBackend(jsBackend({ float: 'float64' })));

describe('hopfieldRetrieve', () => {
  it('completes a stored pattern from half of it', () => {
    const patterns = normal([1, 20, 64], { generator: new RandomGenerator(6) });
    const wanted = slice(patterns, 1, 7, 8).dataSync();
    const half = tensor(
      wanted.map((value, i) => (i < 32 ? value : 0)),
      [1, 1, 64],
    );
    const { context, weights } = hopfieldRetrieve(half, patterns, { beta: 1, updates: 3 });
    context.dataSync().forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, 5));
    expect(weights.dataSync()[7]).toBeGreaterThan(0.999);
  });

  it('one update is softmax(beta state patterns) patterns', () => {
    const { context, weights } = hopfieldRetrieve(tensor([[[1]]]), tensor([[[0], [1], [9]]]), {
      beta: Math.log(3),
      mask: padding([2]),
    });
    expect([...weights.dataSync()]).toEqual([0.25, 0.75, 0].map((value) => expect.closeTo(value, 10)));
    expect(context.dataSync()[0]).toBeCloseTo(0.75, 10);
  });

  it('masks each sequence by its own', () => {
    const generator = new RandomGenerator(3);
    const [states, patterns] = [normal([2, 2, 4], { generator }), normal([2, 3, 4], { generator })];
    const whole = hopfieldRetrieve(states, patterns, { updates: 2, mask: padding([3, 2]) });
    const second = (x: typeof states, count: number) => slice(slice(x, 0, 1), 1, 0, count);
    const alone = hopfieldRetrieve(second(states, 2), second(patterns, 2), { updates: 2 });
    const got = slice(whole.context, 0, 1).dataSync();
    alone.context.dataSync().forEach((value, i) => expect(got[i]).toBeCloseTo(value, 10));
    expect(whole.weights.shape).toEqual([2, 2, 3]);
  });

  it('refuses what does not fit', () => {
    expect(() => hopfieldRetrieve(ones([1, 2, 3]), ones([1, 2, 4]))).toThrow('got [1,2,3] and [1,2,4]');
    expect(() => hopfieldRetrieve(ones([1, 2, 3]), ones([1, 2, 3]), { updates: 0 })).toThrow(
      'updates must be at least 1',
    );
  });
});
