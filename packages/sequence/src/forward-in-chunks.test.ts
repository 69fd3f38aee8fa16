import { jsBackend } from '@ostinato/backend-js';
import { setBackend, sum, tensor, type Tensor, valueAndGrad } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { LeakySum } from './fixtures/leaky-sum.test-d.ts';
import { forwardInChunks } from './index.ts';

beforeEach(() => setBackend(jsBackend()));
const x = () =>
  tensor([
    [[1], [2], [3], [4], [5]],
    [[6], [7], [8], [9], [10]],
  ]); // prettier-ignore
const values = (t: Tensor) => [...t.dataSync()];

describe('forwardInChunks', () => {
  it.each([1, 2, 3, 5, 9])('in chunks of %d gives what forward gives', (chunk) => {
    const layer = new LeakySum(1);
    const mask = tensor(
      [
        [true, false, true, true, false],
        [false, false, false, true, true],
      ],
      { dtype: 'bool' },
    ); // prettier-ignore
    for (const options of [{}, { lengths: [5, 2], trace: true }, { mask, state: { h: tensor([[8], [16]]) } }]) {
      const [got, wanted] = [forwardInChunks(layer, x(), { chunk, ...options }), layer.forward(x(), options)];
      expect(values(got.output)).toEqual(values(wanted.output));
      expect(values(got.state.h)).toEqual(values(wanted.state.h));
      if ('trace' in options) expect(values(got.trace!['sum']!)).toEqual(values(wanted.trace!['sum']!));
    }
    const one = tensor([[1], [2], [3]]); // prettier-ignore
    expect(values(forwardInChunks(layer, one, { chunk }).output)).toEqual([1, 2.5, 4.25]);
  });

  it('passes gradients on from chunk to chunk', () => {
    const layer = new LeakySum(1);
    const gradient = (run: () => Tensor<'float32'>) =>
      values(valueAndGrad(layer, () => sum(run())).gradients.get('leak')!);
    const whole = gradient(() => layer.forward(x()).output);
    expect(gradient(() => forwardInChunks(layer, x(), { chunk: 2 }).output)).toEqual(whole);
  });

  it('says what is wrong', () => {
    const layer = new LeakySum(1);
    expect(() => forwardInChunks(layer, x(), { chunk: 0 })).toThrow('chunk must be at least 1');
    expect(() => forwardInChunks(layer, x(), {} as never)).toThrow('chunk must be a whole number');
    expect(() => forwardInChunks(layer, x(), { chunk: 2, lengths: [1, 6] })).toThrow('lengths[1] is 6');
    expect(() => forwardInChunks({} as never, x(), { chunk: 1 })).toThrow('a layer with a forward method');
    const timeMajor = { timeMajor: true, forward: () => layer.forward(x()) };
    expect(() => forwardInChunks(timeMajor, x(), { chunk: 1 })).toThrow('without timeMajor');
    expect(() => forwardInChunks(Object.assign(new LeakySum(1), { bidirectional: true }), x(), { chunk: 1 })).toThrow(
      'reads backward',
    );
  });
});
