import { jsBackend } from '@ostinato/backend-js';
import { ones, RandomGenerator, setBackend, training } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { RNNCell, VariationalDropout } from '../index.ts';

beforeEach(() => setBackend(jsBackend()));

const size = 30;
/** `h' = relu(x)`. */
function passing() {
  const cell = new RNNCell({ inputSize: size, hiddenSize: size, bias: false, nonlinearity: 'relu' });
  cell.weightIh.assign(Float32Array.from({ length: size * size }, (_, i) => +(i % (size + 1) === 0)));
  cell.weightHh.assign(new Float32Array(size * size));
  return cell;
}

describe('VariationalDropout', () => {
  it.each(['input', 'output'])('drops features of the %s, the same in all steps of a sequence', (side) => {
    const layer = new VariationalDropout(passing(), { [side]: 0.2 });
    const run = (seed: number) =>
      training({ generator: new RandomGenerator(seed) }, () => layer.forward(ones([6, 4, size])));
    const values = run(1).output.dataSync();
    const rows = Array.from({ length: 24 }, (_, i) => values.slice(i * size, (i + 1) * size).join());
    for (let row = 0; row < 6; row++) expect(new Set(rows.slice(4 * row, 4 * row + 4)).size).toBe(1);
    expect(new Set(rows).size).toBe(6);
    expect(new Set(values)).toEqual(new Set([0, 1.25]));
    const share = [...values].filter((value) => value === 0).length / values.length;
    expect(Math.abs(share - 0.2)).toBeLessThan(0.08);
    const { state } = run(1);
    expect(new Set(state.h.dataSync()).has(0)).toBe(side === 'input'); // the output's mask does not reach the state
    expect(run(1).output.dataSync()).toEqual(values);
    expect(run(2).output.dataSync()).not.toEqual(values);
  });

  it('does nothing outside training, and works on one sequence', () => {
    const layer = new VariationalDropout(passing(), { input: 0.5, output: 0.5 });
    expect(new Set(layer.forward(ones([2, 3, size])).output.dataSync())).toEqual(new Set([1]));
    const one = training({ generator: new RandomGenerator(3) }, () => layer.forward(ones([3, size]))).output;
    expect([one.shape, new Set(one.dataSync())]).toEqual([[3, size], new Set([0, 4])]);
  });

  it('says what is wrong', () => {
    expect(() => new VariationalDropout(passing(), { input: 1.1 })).toThrow('input must be');
    expect(() => new VariationalDropout(passing(), { recurrent: 0.1 } as never)).toThrow('unknown option "recurrent"');
  });
});
