import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError, ShapeError } from '@ostinato/base';
import { type Backend, setBackend, sum, tensor, tidy, valueAndGrad, zeros } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { lastHidden } from './last-hidden.ts';

let backend: Backend;
beforeEach(() => setBackend((backend = jsBackend())));

/** Two layers, two directions, batch 3, size 2; element [l, b, u] is 100 l + 10 b + u. */
const states = (cells: number) =>
  tensor(Array.from({ length: cells }, (_, l) => [0, 1, 2].map((b) => [0, 1].map((u) => 100 * l + 10 * b + u))));

describe('lastHidden', () => {
  it('of one direction is the state of the top layer', () => {
    const last = lastHidden({ output: zeros([3, 5, 2]), state: { h: states(2) } });
    expect([last.shape, [...last.dataSync()]]).toEqual([
      [3, 2],
      [100, 101, 110, 111, 120, 121],
    ]);
  });

  it('of two directions is both of the top layer, forward first', () => {
    const last = lastHidden({ output: zeros([3, 5, 4]), state: { h: states(4) } });
    expect([last.shape, [...last.dataSync()]]).toEqual([
      [3, 4],
      [200, 201, 300, 301, 210, 211, 310, 311, 220, 221, 320, 321],
    ]);
  });

  it('without a batch axis is one vector', () => {
    const last = lastHidden({
      output: zeros([5, 4]),
      state: {
        h: tensor([
          [1, 2],
          [3, 4],
          [5, 6],
          [7, 8],
        ]),
      },
    });
    expect([last.shape, [...last.dataSync()]]).toEqual([[4], [5, 6, 7, 8]]);
  });

  it('passes the gradient to the top layer only', () => {
    const [output, h] = [zeros([3, 5, 2]), states(2)];
    const { gradients } = valueAndGrad(h, () => sum(lastHidden({ output, state: { h } })));
    expect([...gradients!.dataSync()]).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
  });

  it('refuses results that no recurrent layer gives, and leaves nothing behind', () => {
    const before = backend.memory().storages;
    tidy(() => {
      expect(() => lastHidden({ output: zeros([3, 5, 3]), state: { h: states(2) } })).toThrow(ShapeError);
      expect(() => lastHidden({ output: zeros([3, 5, 3]), state: { h: states(2) } })).toThrow('output [3,5,3]');
      expect(() => lastHidden({ output: zeros([3, 5, 4]), state: { h: states(1) } })).toThrow(ShapeError);
      expect(() => lastHidden({ output: zeros([3, 5, 2]), state: [states(1)] } as never)).toThrow(ArgumentError);
      expect(() => lastHidden(zeros([3, 5, 2]) as never)).toThrow('needs the result of a recurrent layer');
      expect(() => lastHidden(null as never)).toThrow(ArgumentError);
    });
    const result = { output: zeros([3, 5, 2]), state: { h: zeros([2, 3, 2]) } };
    lastHidden(result).dispose();
    expect(backend.memory().storages).toBe(before + 2);
  });
});
