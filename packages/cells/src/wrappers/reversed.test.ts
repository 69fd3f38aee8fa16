import { jsBackend } from '@ostinato/backend-js';
import { RandomGenerator, normal, setBackend, tensor } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { GRUCell, Reversed, unroll } from '../index.ts';

beforeEach(() => setBackend(jsBackend()));

describe('Reversed', () => {
  const mask = () =>
    tensor(
      [
        [true, false, true, true],
        [false, false, true, false],
        [false, false, false, false],
      ],
      { dtype: 'bool' },
    );
  it.each([
    ['all steps', () => ({})],
    ['lengths', () => ({ lengths: [4, 1, 0] })],
    ['a mask', () => ({ mask: mask() })],
  ])('gives what a scan against time gives: %s', (_, padding) => {
    const cell = new GRUCell({ inputSize: 2, hiddenSize: 3 });
    const x = normal([3, 4, 2], { generator: new RandomGenerator(1) });
    const options = { ...padding(), trace: true };
    const [mine, right] = [new Reversed(cell).forward(x, options), unroll(cell, { reverse: true }).forward(x, options)];
    expect(mine.output.dataSync()).toEqual(right.output.dataSync());
    expect(mine.state.h.dataSync()).toEqual(right.state.h.dataSync());
    expect(mine.trace!['updateGate']!.dataSync()).toEqual(right.trace!['updateGate']!.dataSync());
  });

  it('twice is the layer itself', () => {
    const layer = unroll(new GRUCell({ inputSize: 2, hiddenSize: 3 }));
    const x = normal([2, 4, 2], { generator: new RandomGenerator(1) });
    const twice = new Reversed(new Reversed(layer)).forward(x, { lengths: [2, 4] });
    expect(twice.output.dataSync()).toEqual(layer.forward(x, { lengths: [2, 4] }).output.dataSync());
  });
});
