import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError, ShapeError } from '@ostinato/base';
import { mul, setBackend, sum, tensor, type Tensor, tidy, valueAndGrad, zeros } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { forwardPacked, isPacked, packPadded, padPacked, stepMask } from './index.ts';
import type { SequenceOptions } from './sequence-layer.ts';

beforeEach(() => setBackend(jsBackend()));

/** `[3, 5, 1]`: step t of sequence b is 10 b + t. */
const x = () =>
  tensor(
    Float32Array.from({ length: 15 }, (_, i) => 10 * Math.floor(i / 5) + (i % 5)),
    [3, 5, 1],
  );
const values = (t: Tensor) => [...t.dataSync()];

describe('packPadded', () => {
  it('is what torch makes of the lengths 2, 5, 3', () => {
    const packed = packPadded(x(), [2, 5, 3]);
    expect(values(packed.data)).toEqual([10, 20, 0, 11, 21, 1, 12, 22, 13, 14]);
    expect([...packed.batchSizes]).toEqual([3, 3, 2, 1, 1]);
    expect([...packed.sortedIndices]).toEqual([1, 2, 0]);
    expect([...packed.unsortedIndices]).toEqual([2, 0, 1]);
    expect(isPacked(packed)).toBe(true);
  });

  it('takes empty sequences and those of the same length, in their order', () => {
    const packed = packPadded(x(), Int32Array.of(0, 2, 2));
    expect(values(packed.data)).toEqual([10, 20, 11, 21]);
    expect([[...packed.batchSizes], [...packed.sortedIndices]]).toEqual([
      [2, 2],
      [1, 2, 0],
    ]);
    const { output, lengths } = padPacked(packed);
    expect([output.shape, values(output), lengths]).toEqual([
      [3, 2, 1],
      [0, 0, 10, 11, 20, 21],
      [0, 2, 2],
    ]); // prettier-ignore
    const none = packPadded(x(), [0, 0, 0]);
    expect([none.data.shape, none.batchSizes.length, padPacked(none, { steps: 2 }).lengths]).toEqual([
      [0, 1],
      0,
      [0, 0, 0],
    ]); // prettier-ignore
    expect(values(padPacked(none, { steps: 1, paddingValue: 4 }).output)).toEqual([4, 4, 4]);
  });

  it('and padPacked go there and back, also time-major, with any padding', () => {
    const lengths = [2, 5, 3];
    for (const timeMajor of [false, true]) {
      const input = tensor(
        Float32Array.from({ length: 15 }, (_, i) => i),
        timeMajor ? [5, 3, 1] : [3, 5, 1],
      ); // prettier-ignore
      const { output } = padPacked(packPadded(input, lengths, { timeMajor }), {
        timeMajor,
        steps: 6,
        paddingValue: -1,
      });
      const [outer, inner] = timeMajor ? [6, 3] : [3, 6];
      expect(output.shape).toEqual([outer, inner, 1]);
      values(output).forEach((value, i) => {
        const [first, second] = [Math.floor(i / inner), i % inner];
        const [step, sequence] = timeMajor ? [first, second] : [second, first];
        expect(value).toBe(step < lengths[sequence]! ? (timeMajor ? step * 3 + sequence : sequence * 5 + step) : -1);
      });
    }
  });

  it('passes gradients to what was packed, and none to the padding', () => {
    const input = x();
    const weights = tensor(
      Float32Array.from({ length: 10 }, (_, i) => i + 1),
      [10, 1],
    );
    const { gradients } = valueAndGrad([input], () => sum(mul(packPadded(input, [2, 5, 3]).data, weights)));
    expect(values(gradients[0]!)).toEqual([3, 6, 0, 0, 0, 1, 4, 7, 9, 10, 2, 5, 8, 0, 0]);
  });

  it('is a plain record: tidy hands it on', () => {
    const packed = tidy(() => packPadded(x(), [1, 1, 1]));
    expect(values(packed.data)).toEqual([0, 10, 20]);
  });

  it('says what is wrong', () => {
    expect(() => packPadded(x(), [2, 6, 3])).toThrow('lengths[1] is 6');
    expect(() => packPadded(x(), [2, 3])).toThrow('expected 3 lengths');
    expect(() => packPadded(zeros([3, 5]), [2, 3, 1])).toThrow(ShapeError);
    expect(() => packPadded(x(), [2, 3, 1], { batchFirst: true } as never)).toThrow(ArgumentError);
    expect(() => padPacked(packPadded(x(), [2, 5, 3]), { steps: 4 })).toThrow('steps must be at least 5');
    expect(() => padPacked({} as never)).toThrow('packed must be a packed sequence');
  });
});

describe('forwardPacked', () => {
  /** Adds 1 to each real step; its state is the number of real steps. */
  const layer = {
    forward: (input: Tensor<'float32'>, options: SequenceOptions<{ lengths: readonly number[] }> = {}) => ({
      output: mul(
        input,
        tensor(
          values(stepMask(input, options)!).map((keep) => 2 * keep),
          [...input.shape],
        ),
      ),
      state: { lengths: [...options.lengths!] },
    }),
  };

  it('runs a layer over the sequences and packs what it gives', () => {
    const packed = packPadded(x(), [2, 0, 3]);
    const { output, state } = forwardPacked(layer, packed);
    expect(values(output.data)).toEqual(values(packed.data).map((value) => 2 * value));
    expect(output.batchSizes).toBe(packed.batchSizes);
    expect(state.lengths).toEqual([2, 0, 3]);
    expect(forwardPacked(layer, packPadded(x(), [0, 0, 0])).output.data.shape).toEqual([0, 1]);
  });

  it('refuses lengths beside those that the sequences have', () => {
    expect(() => forwardPacked(layer, packPadded(x(), [2, 0, 3]), { lengths: [1, 1, 1] } as never)).toThrow(
      'unknown option "lengths"',
    );
    expect(() => forwardPacked({} as never, packPadded(x(), [2, 0, 3]))).toThrow('a layer with a forward method');
    expect(() => forwardPacked(layer, x() as never)).toThrow('a packed sequence');
  });
});
