import { jsBackend } from '@ostinato/backend-js';
import { setBackend, tensor, zeros } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { GroupNorm } from './group-norm.ts';
import { stateDict } from './state-dict.ts';

beforeEach(() => setBackend(jsBackend({ float: 'float64' })));

describe('GroupNorm', () => {
  it('normalizes groups of channels of each example', () => {
    const layer = new GroupNorm({ numGroups: 2, numChannels: 4, eps: 0 });
    layer.bias!.assign(tensor([0, 10, 20, 30]));
    expect([
      ...layer
        .forward(
          tensor([
            [1, 3, 5, 5.5],
            [7, 3, 0, -1],
          ]),
        )
        .dataSync(),
    ]).toEqual([-1, 11, 19, 31, 1, 9, 21, 29]);
    expect(layer.forward(zeros([2, 4, 3, 2])).shape).toEqual([2, 4, 3, 2]);
  });

  it("has torch's names", () => {
    expect([...stateDict(new GroupNorm({ numGroups: 1, numChannels: 2 })).keys()]).toEqual(['weight', 'bias']);
    expect(stateDict(new GroupNorm({ numGroups: 1, numChannels: 2, affine: false })).size).toBe(0);
  });

  it('explains misuse', () => {
    expect(() => new GroupNorm({ numGroups: 2, numChannels: 3 })).toThrow(
      '3 channels cannot be cut into 2 equal groups',
    );
    expect(() => new GroupNorm({ numGroups: 2, numChannels: 4 }).forward(zeros([2, 3, 5]))).toThrow(
      'expected input [batch, 4, ...], got [2,3,5]',
    );
  });
});
