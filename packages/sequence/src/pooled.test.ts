import { jsBackend } from '@ostinato/backend-js';
import { namedTensors, parameter, setBackend, slice, tensor, type Tensor } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { LeakySum } from './fixtures/leaky-sum.test-d.ts';
import { Pooled } from './index.ts';

beforeEach(() => setBackend(jsBackend()));
const x = () =>
  tensor([
    [[1], [2], [3]],
    [[4], [NaN], [NaN]],
  ]); // prettier-ignore
const values = (t: Tensor) => [...t.dataSync()];

describe('Pooled', () => {
  it.each([
    ['last', [4.25, 4]],
    ['mean', [7.75 / 3, 4]],
    ['max', [4.25, 4]],
  ] as const)('gives the %s of what the layer made', (how, expected) => {
    const encoder = new Pooled(new LeakySum(1), how);
    const { output, state } = encoder.encode(x(), { lengths: [3, 1] });
    expect(values(output)).toEqual(expected.map(Math.fround));
    expect([encoder.inputSize, encoder.outputSize, values(state.h)]).toEqual([1, 1, [4.25, 4]]);
  });

  it('has the parameters of its scorer, or reads by a function', () => {
    const scorer = { gain: parameter(tensor([1])), forward: (steps: Tensor<'float32'>) => slice(steps, -1, 0, 1) };
    const keys = (encoder: object) => [...namedTensors(encoder)].map(([key]) => key);
    expect(keys(new Pooled(new LeakySum(1), scorer))).toEqual(['layer.leak', 'scorer.gain']);
    const read = new Pooled(new LeakySum(1), ({ state }) => state.h);
    expect(values(read.encode(x(), { lengths: [3, 1] }).output)).toEqual([4.25, 4]);
    expect([keys(read), read.outputSize]).toEqual([['layer.leak'], undefined]);
  });

  it('says what is wrong', () => {
    const backward = Object.assign(new LeakySum(1), { bidirectional: true });
    expect(() => new Pooled(backward, 'last')).toThrow('Use lastHidden');
    expect(() => new Pooled(backward, 'mean')).not.toThrow();
    expect(() => new Pooled(new LeakySum(1), 'min' as never)).toThrow('how must be one of');
    expect(() => new Pooled({} as never, 'mean')).toThrow('a layer with a forward method');
    expect(() => new Pooled(Object.assign(new LeakySum(1), { timeMajor: true }), 'mean')).toThrow('without timeMajor');
  });
});
