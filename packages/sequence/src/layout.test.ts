import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError, ShapeError } from '@ostinato/base';
import { type Backend, setBackend, tensor, zeros } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { fromTimeMajor, type Layout, toTimeMajor } from './layout.ts';

let backend: Backend;
beforeEach(() => setBackend((backend = jsBackend())));

const plain: Layout = { timeMajor: false, unbatched: false };
const timeMajor: Layout = { timeMajor: true, unbatched: false };
const unbatched: Layout = { timeMajor: false, unbatched: true };
/** [2, 3, 1]: batch 0 is 0 1 2, batch 1 is 3 4 5. */
const sequences = () =>
  tensor([
    [[0], [1], [2]],
    [[3], [4], [5]],
  ]);

describe('toTimeMajor', () => {
  it('exchanges batch and steps, and fromTimeMajor changes them back', () => {
    const inside = toTimeMajor('Layer', sequences(), 1, plain);
    expect([inside.shape, [...inside.dataSync()]]).toEqual([
      [3, 2, 1],
      [0, 3, 1, 4, 2, 5],
    ]);
    const outside = fromTimeMajor(inside, plain);
    expect([outside.shape, [...outside.dataSync()]]).toEqual([
      [2, 3, 1],
      [0, 1, 2, 3, 4, 5],
    ]);
  });

  it('leaves time-major sequences alone', () => {
    const x = zeros([3, 2, 4]);
    expect(toTimeMajor('Layer', x, 4, timeMajor)).toBe(x);
    expect(fromTimeMajor(x, timeMajor)).toBe(x);
  });

  it('makes one sequence a batch of one', () => {
    const inside = toTimeMajor(
      'Layer',
      tensor([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
      2,
      unbatched,
    );
    expect(inside.shape).toEqual([3, 1, 2]);
    const outside = fromTimeMajor(inside, unbatched);
    expect([outside.shape, [...outside.dataSync()]]).toEqual([
      [3, 2],
      [1, 2, 3, 4, 5, 6],
    ]);
  });

  it('refuses what is no sequence of that many features, and leaves nothing', () => {
    const shapes = [[2, 3, 4], [3, 5], [5], [1, 2, 3, 5], []].map((shape) => zeros(shape));
    const before = backend.memory().storages;
    for (const x of shapes) {
      const layout = { timeMajor: false, unbatched: x.rank === 2 };
      if (x.rank === 2) continue;
      expect(() => toTimeMajor('Layer', x, 5, layout)).toThrow(ShapeError);
      expect(() => toTimeMajor('Layer', x, 5, layout)).toThrow(
        `Layer: expected input [batch, steps, features] or [steps, features] with 5 features, got [${x.shape}].`,
      );
    }
    expect(() => toTimeMajor('Layer', shapes[1]!, 4, unbatched)).toThrow('with 4 features, got [3,5]');
    expect(() => toTimeMajor('Layer', shapes[0]!, 5, timeMajor)).toThrow('[steps, batch, features]');
    expect(backend.memory().storages).toBe(before);
  });

  it.each([null, undefined, 3, 'text', [[1, 2]]])('refuses %o, which is no tensor', (wrong) => {
    expect(() => toTimeMajor('Layer', wrong as never, 5, plain)).toThrow(ArgumentError);
    expect(() => toTimeMajor('Layer', wrong as never, 5, plain)).toThrow('Layer: input must be a tensor');
  });
});
