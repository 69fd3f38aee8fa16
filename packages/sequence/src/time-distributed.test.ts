import { jsBackend } from '@ostinato/backend-js';
import { ShapeError } from '@ostinato/base';
import { add, reshape, setBackend, sum, tensor, type Tensor, zeros } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { TimeDistributed } from './index.ts';

beforeEach(() => setBackend(jsBackend()));
type Floats = Tensor<'float32'>;
const values = (t: Tensor) => [...t.dataSync()];

describe('TimeDistributed', () => {
  it('does to each step what the module does; padding is 0 before and after', () => {
    const seen: Floats[] = [];
    const layer = new TimeDistributed({ forward: (x) => (seen.push(x), add(sum(x, 1, { keepDims: true }), 100)) });
    const x = tensor([
      [
        [1, 2],
        [3, 4],
        [NaN, 1],
      ],
      [
        [5, 6],
        [NaN, NaN],
        [0, 1],
      ],
    ]); // prettier-ignore
    const { output, state } = layer.forward(x, { lengths: [2, 1] });
    expect([output.shape, values(output), state]).toEqual([[2, 3, 1], [103, 107, 0, 111, 0, 0], {}]); // prettier-ignore
    expect(seen[0]!.shape).toEqual([6, 2]);
  });

  it('takes frames of any shape, and one sequence', () => {
    const flat = new TimeDistributed({ forward: (x) => reshape(x, [x.shape[0]!, 12]) });
    expect(flat.forward(zeros([2, 5, 3, 4])).output.shape).toEqual([2, 5, 12]);
    expect(new TimeDistributed({ forward: (x) => x }).forward(zeros([5, 3])).output.shape).toEqual([5, 3]);
  });

  it('says what is wrong', () => {
    expect(() => new TimeDistributed(((x: Floats) => x) as never)).toThrow('a module with a forward method');
    const layer = new TimeDistributed({ forward: (x) => sum(x, 0) });
    expect(() => layer.forward(zeros([2, 3, 1]))).toThrow('it must keep the 6 rows');
    expect(() => layer.forward(zeros([3]))).toThrow(ShapeError);
    expect(() => layer.forward(zeros([2, 3, 1]), { lengths: [4, 1] })).toThrow('lengths[0] is 4');
  });
});
