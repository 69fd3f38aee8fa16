import { jsBackend } from '@ostinato/backend-js';
import { stateDict } from '@ostinato/nn';
import {
  concat,
  flip,
  mapTree,
  normal,
  permute,
  RandomGenerator,
  reshape,
  setBackend,
  slice,
  stack,
  tanh,
  tensor,
  type Tensor,
  training,
  transpose,
  unstack,
  withBackend,
} from '@ostinato/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { GRU, LSTM, RNN, type RecurrentOptions } from './index.ts';

type Floats = Tensor<'float32'>;
type AnyLayer = LSTM | GRU | RNN;
type State = Record<string, Floats>;
type Forward = (x: Floats, options?: object) => { output: Floats; state: State; trace?: Record<string, Tensor> };

const [batch, steps, inputSize, hiddenSize] = [3, 5, 2, 4];
const lengths = [5, 2, 0];

const kinds = {
  'RNN tanh': (options: RecurrentOptions) => new RNN(options),
  'RNN relu': (options: RecurrentOptions) => new RNN({ ...options, nonlinearity: 'relu' }),
  LSTM: (options: RecurrentOptions) => new LSTM(options),
  'LSTM with a projection': (options: RecurrentOptions) => new LSTM({ ...options, projSize: 3 }),
  GRU: (options: RecurrentOptions) => new GRU(options),
  'GRU, reset before': (options: RecurrentOptions) => new GRU({ ...options, resetAfter: false }),
} satisfies Record<string, (options: RecurrentOptions) => AnyLayer>;

beforeAll(() => setBackend(jsBackend()));

const values = (tree: unknown): Record<string, unknown> => {
  const found: Record<string, unknown> = {};
  mapTree(tree, (x, path) => (found[path] = { shape: [...x.shape], data: [...x.dataSync()] }));
  return found;
};
const expectSame = (actual: unknown, expected: unknown) => expect(values(actual)).toEqual(values(expected));
const rowOf = (x: Floats, row: number) => slice(x, 0, row, row + 1);
const forwardOf =
  (layer: AnyLayer): Forward =>
  (x, options) =>
    layer.forward(x, options as never) as ReturnType<Forward>;
const input = (seed = 1, shape = [batch, steps, inputSize]) => normal(shape, { generator: new RandomGenerator(seed) });

/** A layer of one direction with the weights of one cell of `from`: suffix `L1Reverse` becomes `L0`. */
function only(
  make: (options: RecurrentOptions) => AnyLayer,
  from: AnyLayer,
  suffix: string,
  features: number,
): Forward {
  const layer = make({ inputSize: features, hiddenSize });
  for (const [name, box] of Object.entries(layer)) {
    box.assign((from as unknown as Record<string, Floats>)[name.replace('L0', suffix)]!);
  }
  return forwardOf(layer);
}

/** Each row's real steps backward, padding still behind. */
function reversedRows(x: Floats): Floats {
  return concat(
    lengths.map((length, row) => {
      const one = rowOf(x, row);
      return concat([flip(slice(one, 1, 0, length), 1), slice(one, 1, length)], 1);
    }),
    0,
  );
}

describe.each(Object.entries(kinds))('%s', (_, make) => {
  const generator = () => new RandomGenerator(3);

  it('in two layers equals the second applied to the first', () => {
    const two = make({ inputSize, hiddenSize, numLayers: 2, generator: generator() });
    const x = input();
    const { output, state } = forwardOf(two)(x, { lengths });
    const first = only(make, two, 'L0', inputSize)(x, { lengths });
    const second = only(make, two, 'L1', first.output.shape[2]!)(first.output, { lengths });
    expectSame(output, second.output);
    for (const [key, h] of Object.entries(state)) expectSame(h, concat([first.state[key]!, second.state[key]!], 0));
  });

  it('reversed equals forward on each row reversed within its length; directions are concatenated', () => {
    const both = make({ inputSize, hiddenSize, bidirectional: true, generator: generator() });
    const x = input();
    const { output, state } = forwardOf(both)(x, { lengths });
    const forward = only(make, both, 'L0', inputSize)(x, { lengths });
    const backward = only(make, both, 'L0Reverse', inputSize)(reversedRows(x), { lengths });
    expectSame(output, concat([forward.output, reversedRows(backward.output)], -1));
    for (const [key, h] of Object.entries(state)) expectSame(h, concat([forward.state[key]!, backward.state[key]!], 0));
  });

  it('orders final states l0, l0_reverse, l1, l1_reverse and takes initial ones in that order', () => {
    const layer = make({ inputSize, hiddenSize, numLayers: 2, bidirectional: true, generator: generator() });
    const x = input();
    const zero = forwardOf(layer)(x).state;
    const init = mapTree(zero, ({ shape }) => normal(shape, { generator: generator() }));
    const { state } = forwardOf(layer)(x, { state: init });
    const names = ['L0', 'L0Reverse', 'L1', 'L1Reverse'];
    const partOf = (i: number) => mapTree(init, (part) => slice(part, 0, i, i + 1));
    const run = (i: number, from: Floats) => {
      const reverse = i % 2 === 1;
      const result = only(make, layer, names[i]!, from.shape[2]!)(reverse ? flip(from, 1) : from, { state: partOf(i) });
      return { ...result, output: reverse ? flip(result.output, 1) : result.output };
    };
    const [a, b] = [run(0, x), run(1, x)];
    const middle = concat([a.output, b.output], -1);
    const all = [a, b, run(2, middle), run(3, middle)];
    for (const key of Object.keys(state))
      expectSame(
        state[key],
        concat(
          all.map((result) => result.state[key]!),
          0,
        ),
      );
  });

  it('with timeMajor equals the transposed', () => {
    const options = { inputSize, hiddenSize, numLayers: 2, bidirectional: true };
    const x = input();
    const plain = forwardOf(make({ ...options, generator: generator() }))(x, { lengths });
    const turned = forwardOf(make({ ...options, timeMajor: true, generator: generator() }))(transpose(x, 0, 1), {
      lengths,
    });
    expectSame({ ...turned, output: transpose(turned.output, 0, 1) }, plain);
  });

  it('without a batch axis equals a batch of one', () => {
    const forward = forwardOf(
      make({ inputSize, hiddenSize, numLayers: 2, bidirectional: true, generator: generator() }),
    );
    const x = input(2, [1, steps, inputSize]);
    const one = forward(x);
    const carried = forward(x, { state: one.state, lengths: [3] });
    const bare = reshape(x, [steps, inputSize]);
    const squeeze = (tree: { state: State }) => mapTree(tree.state, (h) => reshape(h, [h.shape[0]!, h.shape[2]!]));
    expectSame(forward(bare).state, squeeze(one));
    const again = forward(bare, { state: squeeze(one), lengths: [3] });
    expectSame(again.output, unstack(carried.output)[0]);
    expectSame(again.state, squeeze(carried));
  });

  it('carries its state across chunks, bit for bit', () => {
    const forward = forwardOf(make({ inputSize, hiddenSize, numLayers: 2, generator: generator() }));
    const x = input();
    const whole = forward(x);
    const first = forward(slice(x, 1, 0, 2));
    const second = forward(slice(x, 1, 2), { state: first.state });
    expectSame({ output: concat([first.output, second.output], 1), state: second.state }, whole);
  });

  it('gives a row the same bits whatever stands beside it, ragged and in both directions', () => {
    const forward = forwardOf(
      make({ inputSize, hiddenSize, numLayers: 2, bidirectional: true, generator: generator() }),
    );
    const x = input();
    const all = forward(x, { lengths });
    lengths.forEach((length, row) => {
      const output = slice(rowOf(all.output, row), 1, 0, length);
      const state = mapTree(all.state, (h) => slice(h, 1, row, row + 1));
      if (length > 0) expectSame({ output, state }, forward(slice(rowOf(x, row), 1, 0, length)));
      else
        expect(
          Object.values(state)
            .flatMap((h) => [...h.dataSync()])
            .every((v) => v === 0),
        ).toBe(true);
    });
  });

  it('takes lengths as an Int32Array or as a mask', () => {
    const forward = forwardOf(make({ inputSize, hiddenSize, bidirectional: true, generator: generator() }));
    const x = input();
    const mask = tensor(
      lengths.map((length) => Array.from({ length: steps }, (_, t) => t < length)),
      { dtype: 'bool' },
    );
    const expected = forward(x, { lengths });
    expectSame(forward(x, { lengths: Int32Array.from(lengths) }), expected);
    expectSame(forward(x, { mask }), expected);
    const left = tensor(
      lengths.map((length) => Array.from({ length: steps }, (_, t) => t >= steps - length)),
      { dtype: 'bool' },
    );
    const shifted = stack(
      lengths.map((length, row) =>
        concat([slice(unstack(x)[row]!, 0, length), slice(unstack(x)[row]!, 0, 0, length)], 0),
      ),
    );
    expectSame(forward(shifted, { mask: left }).state, expected.state);
  });

  it('runs on the backend of its parameters, whichever is current', () => {
    const [layer, x] = withBackend(jsBackend({ float: 'float64' }), () => [
      make({ inputSize, hiddenSize, numLayers: 2, dropout: 0.5, generator: generator() }),
      input(),
    ]);
    const run = () => training({ generator: new RandomGenerator(1) }, () => forwardOf(layer)(x, { lengths }));
    const result = run();
    expect(result.output.backend).toBe(x.backend);
    expectSame(result, withBackend(x.backend, run));
  });

  it('drops between layers only, in training only, by the seed', () => {
    const options = { inputSize, hiddenSize, dropout: 0.5 };
    const x = input();
    const run = (layer: AnyLayer, seed: number) =>
      training({ generator: new RandomGenerator(seed) }, () => forwardOf(layer)(x).output);
    const two = make({ ...options, numLayers: 2, generator: generator() });
    const plain = make({ ...options, dropout: 0, numLayers: 2, generator: generator() });
    expectSame(forwardOf(two)(x).output, forwardOf(plain)(x).output);
    expectSame(run(two, 1), run(two, 1));
    expect(values(run(two, 1))).not.toEqual(values(run(two, 2)));
    expect(values(run(two, 1))).not.toEqual(values(forwardOf(two)(x).output));
    const one = make({ ...options, generator: generator() });
    expectSame(run(one, 1), forwardOf(one)(x).output);
  });

  it('with dropout 1 gives the second layer zeros', () => {
    const two = make({ inputSize, hiddenSize, numLayers: 2, dropout: 1, generator: generator() });
    const { output } = training({}, () => forwardOf(two)(input()));
    const zeros = tensor(new Float32Array(batch * steps * output.shape[2]!), [batch, steps, output.shape[2]!]);
    expectSame(output, only(make, two, 'L1', output.shape[2]!)(zeros).output);
  });

  it('has the state-dict names and values of its seed, layer by layer', () => {
    const layer = make({ inputSize, hiddenSize, numLayers: 2, generator: generator() });
    const again = make({ inputSize, hiddenSize, numLayers: 2, generator: generator() });
    expectSame(Object.fromEntries(stateDict(layer)), Object.fromEntries(stateDict(again)));
  });
});

describe('a trace', () => {
  const shape = (x: Tensor | undefined) => x?.shape;

  it('has the gates of every layer and direction, [steps, batch, hiddenSize]', () => {
    const lstm = new LSTM({ inputSize, hiddenSize, numLayers: 2, bidirectional: true, projSize: 2 });
    const { trace } = lstm.forward(input(), { trace: true });
    const gates = ['inputGate', 'forgetGate', 'candidate', 'outputGate'];
    const names = [...gates, 'cell', 'hidden', ...gates.map((gate) => `${gate}Preactivation`)];
    expect(Object.keys(trace!)).toEqual(
      ['L0', 'L0Reverse', 'L1', 'L1Reverse'].flatMap((suffix) => names.map((name) => name + suffix)),
    );
    for (const [name, value] of Object.entries(trace!))
      expect(shape(value)).toEqual([steps, batch, name.startsWith('hidden') ? 2 : hiddenSize]);
  });

  it('of a GRU names its gates, is zero in the padding and absent when not asked for', () => {
    const gru = new GRU({ inputSize, hiddenSize });
    const { trace } = gru.forward(input(), { trace: true, lengths });
    const gates = ['resetGate', 'updateGate', 'candidate'];
    const names = [...gates, 'hidden', ...gates.map((gate) => `${gate}Preactivation`)];
    expect(Object.keys(trace!)).toEqual(names.map((name) => `${name}L0`));
    const last = unstack(trace!.resetGateL0 as Floats)[steps - 1]!.dataSync();
    expect([...last].map((value) => value === 0)).toEqual(
      [false, true, true].flatMap((zero) => Array(hiddenSize).fill(zero)),
    );
    expect('trace' in gru.forward(input())).toBe(false);
  });

  it('of an RNN, which has no gates, has its state and what went into it', () => {
    const { output, trace } = new RNN({ inputSize, hiddenSize }).forward(input(), { trace: true });
    const inTime = permute(output, [1, 0, 2]);
    expect(Object.keys(trace!)).toEqual(['hiddenL0', 'hiddenPreactivationL0']);
    expectSame(trace!['hiddenL0']!, inTime);
    expectSame(tanh(trace!['hiddenPreactivationL0'] as Floats), inTime);
  });
});
