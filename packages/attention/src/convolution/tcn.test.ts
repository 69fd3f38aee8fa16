import { jsBackend } from '@ostinato/backend-js';
import { parameters, stateDict } from '@ostinato/nn';
import { concat, normal, RandomGenerator, setBackend, slice, type Tensor, tensor } from '@ostinato/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { TCN, type TCNState } from '../index.ts';
import { expectGradients } from '../testing/numeric-gradients.ts';

beforeAll(() => setBackend(jsBackend({ float: 'float64' })));

type Floats = Tensor<'float32'>;
const generator = new RandomGenerator(4);

/** A network whose weights are not as small as they start. */
function network(): TCN {
  const tcn = new TCN({ inputSize: 2, channels: [3, 3], kernelSize: 2, generator });
  for (const parameter of parameters(tcn)) parameter.assign(normal(parameter.shape, { generator }));
  return tcn;
}

/** The equations of the paper for one sequence. */
function byHand(tcn: TCN, x: number[][]): number[][] {
  const dict = stateDict(tcn);
  const of = (name: string) => Array.from(dict.get(name)!.dataSync());
  const convolve = (input: number[][], name: string, dilation: number) =>
    input.map((_, t) =>
      of(`${name}.bias`).map((bias, out) => {
        const channels = input[0]!.length;
        const v = of(`${name}.weight_v`).slice(out * channels * 2, (out + 1) * channels * 2);
        const factor = of(`${name}.weight_g`)[out]! / Math.hypot(...v);
        const tap = (c: number, k: number) => v[2 * c + k]! * (input[t - (1 - k) * dilation]?.[c] ?? 0);
        const sum = Array.from({ length: channels }, (__, c) => tap(c, 0) + tap(c, 1)).reduce((a, b) => a + b, 0);
        return Math.max(0, bias + factor * sum);
      }),
    );
  return [1, 2].reduce((y, dilation, level) => {
    const changed = convolve(convolve(y, `network.${level}.conv1`, dilation), `network.${level}.conv2`, dilation);
    const narrow = dict.has(`network.${level}.downsample.weight`);
    return y.map((row, t) =>
      changed[t]!.map((value, out) => {
        const weight = narrow
          ? of(`network.${level}.downsample.weight`).slice(out * row.length, (out + 1) * row.length)
          : [];
        const shortcut = narrow
          ? of(`network.${level}.downsample.bias`)[out]! + row.reduce((sum, each, i) => sum + each * weight[i]!, 0)
          : row[out]!;
        return Math.max(0, value + shortcut);
      }),
    );
  }, x);
}

const rows = (x: Floats, width: number) =>
  Array.from({ length: x.size / width }, (_, i) => [...x.dataSync().slice(i * width, (i + 1) * width)]);

const near = (got: Floats, wanted: ArrayLike<number>) =>
  got.dataSync().forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, 9));

describe('TCN', () => {
  it('is two dilated convolutions and a shortcut a level', () => {
    const tcn = network();
    const x = normal([1, 9, 2], { generator });
    near(tcn.forward(x).output, byHand(tcn, rows(x, 2)).flat());
    near(tcn.forward(tensor(x.dataSync(), [9, 2])).output, byHand(tcn, rows(x, 2)).flat());
  });

  it('steps in chunks give what they give as a whole, wherever padding is', () => {
    const tcn = network();
    const x = normal([2, 8, 2], { generator });
    const mask = tensor(
      [
        [0, 0, 1, 1, 0, 1, 1, 1],
        [1, 1, 1, 1, 1, 1, 0, 0],
      ].map((row) => row.map(Boolean)),
      { dtype: 'bool' },
    );
    const whole = tcn.forward(x, { mask }).output;
    let state: TCNState | undefined;
    const parts = [
      [0, 1],
      [1, 5],
      [5, 8],
    ].map(([from, to]) => {
      const result = tcn.forward(slice(x, 1, from, to), { mask: slice(mask, 1, from, to), ...(state && { state }) });
      state = result.state;
      return result.output;
    });
    near(concat(parts, 1), whole.dataSync());
    const kept = [2, 3, 5, 6, 7].map((at) => slice(slice(x, 0, 0, 1), 1, at, at + 1));
    const alone = byHand(tcn, rows(concat(kept, 1), 2));
    const wanted = Array<number>(24).fill(0);
    [2, 3, 5, 6, 7].forEach((at, i) => alone[i]!.forEach((value, c) => (wanted[3 * at + c] = value)));
    near(slice(whole, 0, 0, 1), wanted);
  });

  it('lengths are padding at the end', () => {
    const tcn = network();
    const x = normal([2, 5, 2], { generator });
    const { output, state } = tcn.forward(x, { lengths: [3, 5] });
    const alone = tcn.forward(slice(slice(x, 0, 0, 1), 1, 0, 3));
    near(slice(slice(output, 0, 0, 1), 1, 0, 3), alone.output.dataSync());
    state.forEach((part, i) => near(slice(part, 0, 0, 1), alone.state[i]!.dataSync()));
  });

  it('its gradients are those of central differences', () => {
    const tcn = network();
    const x = normal([1, 6, 2], { generator });
    expectGradients(parameters(tcn), () => [tcn.forward(x).output], 3);
  });

  it('refuses what does not fit', () => {
    expect(() => new TCN({ inputSize: 2, channels: [] })).toThrow('channels must name at least one level');
    expect(() => new TCN({ inputSize: 2, channels: [3], kernelSize: 1 })).toThrow('kernelSize must be at least 2');
    expect(() => network().forward(normal([1, 2, 3], { generator }))).toThrow(
      'expected input [batch, steps, 2], got [1,2,3]',
    );
    expect(() => network().forward(normal([1, 2, 2], { generator }), { state: [] })).toThrow(
      'the inputs of 4 convolutions',
    );
  });
});
