import { jsBackend } from '@ostinato/backend-js';
import { heldOutput, lastHidden } from '@ostinato/sequence';
import { normal, RandomGenerator, setBackend, tensor, type Tensor } from '@ostinato/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { GRU, LSTM, type LSTMOptions, RNN } from './index.ts';

beforeAll(() => setBackend(jsBackend()));

const [batch, steps, inputSize, hiddenSize] = [4, 5, 2, 3];
const lengths = [5, 3, 1, 0];
const generator = new RandomGenerator(1);
const input = () => normal([batch, steps, inputSize], { generator });

/** The output of row `b` at step `t`, features `from` to `to`. */
const at = (output: Tensor, b: number, t: number, from: number, to: number) => {
  const features = output.shape[2]!;
  return [...output.dataSync()].slice((b * steps + t) * features + from, (b * steps + t) * features + to);
};

const options: [string, Omit<LSTMOptions, 'inputSize' | 'hiddenSize'>][] = [
  ['one layer', {}],
  ['two layers', { numLayers: 2 }],
  ['both directions', { bidirectional: true }],
  ['two layers, both directions', { numLayers: 2, bidirectional: true }],
  ['two layers, both directions, a projection', { numLayers: 2, bidirectional: true, projSize: 2 }],
];

describe.each(options)('lastHidden of an LSTM, %s', (_, more) => {
  it('is the output at the last step forward and at the first backward; zeros for an empty row', () => {
    const result = new LSTM({ inputSize, hiddenSize, ...more }).forward(input(), { lengths });
    const size = more.projSize ?? hiddenSize;
    const expected = lengths.flatMap((length, b) => [
      ...at(result.output, b, Math.max(length - 1, 0), 0, size),
      ...(more.bidirectional === true ? at(result.output, b, 0, size, 2 * size) : []),
    ]);
    const last = lastHidden(result);
    expect(last.shape).toEqual([batch, size * (more.bidirectional === true ? 2 : 1)]);
    expect([...last.dataSync()]).toEqual(expected);
    expect([...last.dataSync()].slice(-size)).toEqual(Array(size).fill(0));
  });
});

describe('lastHidden', () => {
  it('reads GRU, RNN, and a sequence without a batch axis', () => {
    for (const layer of [
      new GRU({ inputSize, hiddenSize, bidirectional: true }),
      new RNN({ inputSize, hiddenSize, numLayers: 2 }),
    ]) {
      const x = normal([steps, inputSize], { generator });
      const result = layer.forward(x);
      const size = result.output.shape[1]!;
      const last = lastHidden(result);
      expect(last.shape).toEqual([size]);
      expect([...last.dataSync()].slice(0, hiddenSize)).toEqual(
        [...result.output.dataSync()].slice((steps - 1) * size, (steps - 1) * size + hiddenSize),
      );
    }
  });
});

describe('heldOutput', () => {
  it("repeats a layer's last output through the padding, as Keras does", () => {
    const x = input();
    const { output } = new GRU({ inputSize, hiddenSize }).forward(x, { lengths });
    const mask = tensor(
      lengths.map((length) => Array.from({ length: steps }, (_, t) => t < length)),
      { dtype: 'bool' },
    );
    const held = heldOutput(output, mask);
    lengths.forEach((length, b) => {
      for (let t = 0; t < steps; t++) {
        expect(at(held, b, t, 0, hiddenSize)).toEqual(
          length === 0 ? Array(hiddenSize).fill(0) : at(output, b, Math.min(t, length - 1), 0, hiddenSize),
        );
      }
    });
  });
});
