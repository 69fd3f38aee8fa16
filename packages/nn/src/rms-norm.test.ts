import { jsBackend } from '@ostinato/backend-js';
import { setBackend, tensor } from '@ostinato/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { RMSNorm, stateDict } from './index.ts';

beforeAll(() => setBackend(jsBackend({ float: 'float64' })));

describe('RMSNorm', () => {
  it('divides by the root of the mean square', () => {
    const norm = new RMSNorm({ normalizedShape: 2, eps: 0.5 });
    norm.weight!.assign(Float32Array.of(2, 1));
    const { data } = {
      data: norm
        .forward(
          tensor([
            [3, 4],
            [0, 0],
          ]),
        )
        .dataSync(),
    }; // mean squares 12.5 and 0
    expect(data[0]).toBeCloseTo(6 / Math.sqrt(13), 12);
    expect(data[1]).toBeCloseTo(4 / Math.sqrt(13), 12);
    expect([...data.slice(2)]).toEqual([0, 0]);
    expect([...stateDict(norm).keys()]).toEqual(['weight']);
  });

  it('takes several axes, and does without a weight', () => {
    const norm = new RMSNorm({ normalizedShape: [2, 2], eps: 0, elementwiseAffine: false });
    expect(
      [
        ...norm
          .forward(
            tensor([
              [
                [1, 1],
                [1, 7],
              ],
            ]),
          )
          .dataSync(),
      ].map((x) => x * Math.sqrt(13)),
    ).toEqual([1, 1, 1, 7].map((x) => expect.closeTo(x, 10)));
    expect(stateDict(norm).size).toBe(0);
  });

  it('refuses another shape and bad options', () => {
    expect(() => new RMSNorm({ normalizedShape: 3 }).forward(tensor([[1, 2]]))).toThrow(
      'expected input [..., 3], got [1,2]',
    );
    expect(() => new RMSNorm({ normalizedShape: 0 })).toThrow('normalizedShape must be at least 1');
    expect(() => new RMSNorm({ normalizedShape: 2, epsilon: 1 } as never)).toThrow('unknown option "epsilon"');
  });
});
