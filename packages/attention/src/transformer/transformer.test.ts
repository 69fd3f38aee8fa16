import { jsBackend } from '@ostinato/backend-js';
import { wasmBackend } from '@ostinato/backend-wasm';
import { LSTM } from '@ostinato/cells';
import { Embedding, stateDict } from '@ostinato/nn';
import { type SequenceLayer, stream } from '@ostinato/sequence';
import {
  concat,
  normal,
  RandomGenerator,
  setBackend,
  slice,
  type Tensor,
  tensor,
  tidy,
  training,
  withBackend,
} from '@ostinato/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  alibi,
  and,
  AddPositions,
  causal,
  type DecoderState,
  GroupedQueryAttention,
  MultiheadAttention,
  padding,
  ResidualBlock,
  RotaryPositions,
  SinusoidalPositions,
  type StackedLayer,
  TCN,
  Transformer,
  TransformerDecoder,
  TransformerDecoderLayer,
  TransformerEncoder,
  TransformerEncoderLayer,
  window,
} from '../index.ts';

beforeAll(() => setBackend(jsBackend({ float: 'float64' })));

type Floats = Tensor<'float32'>;
const generator = new RandomGenerator(7);
const draw = (...shape: number[]): Floats => normal(shape, { generator });
const near = (got: Floats, wanted: Floats, digits = 9) => {
  const right = wanted.dataSync();
  got.dataSync().forEach((value, i) => expect(value).toBeCloseTo(right[i]!, digits));
};
const sizes = { dModel: 8, nhead: 2, dimFeedforward: 12, dropout: 0, generator } as const;

describe('MultiheadAttention', () => {
  it('head masks take heads out, alone or by sequence', () => {
    const layer = new MultiheadAttention({ embedDim: 4, numHeads: 2, generator });
    const x = draw(2, 3, 4);
    const memory = draw(2, 5, 4);
    for (const [key, count] of [
      [x, 3],
      [memory, 5],
    ] as const) {
      const options = { needWeights: true, averageWeights: false };
      const one = layer.forward(x, key, key, { ...options, headMask: tensor([0, 1]) });
      expect(one.weights!.shape).toEqual([2, 2, 3, count]);
      expect([...slice(one.weights!, 1, 0, 1).dataSync()].every((value) => value === 0)).toBe(true);
      const both = layer.forward(x, key, key, {
        ...options,
        headMask: tensor([
          [0, 1],
          [1, 1],
        ]),
      });
      near(slice(both.context, 0, 0, 1), slice(one.context, 0, 0, 1));
      near(slice(both.context, 0, 1, 2), slice(layer.forward(x, key, key).context, 0, 1, 2));
    }
    expect(() => layer.forward(x, x, x, { headMask: tensor([1, 1, 1]) })).toThrow('headMask must be [heads] = [2]');
  });

  it('refuses what does not fit', () => {
    expect(() => new MultiheadAttention({ embedDim: 5, numHeads: 2 })).toThrow('a multiple of numHeads, got 5 and 2');
    const layer = new MultiheadAttention({ embedDim: 4, numHeads: 2, generator });
    expect(() => layer.forward(draw(2, 3, 5))).toThrow('expected query [batch, steps, 4], got [2,3,5]');
    expect(() => layer.forward(draw(2, 3, 4), undefined, undefined, { mask: true as never })).toThrow(
      'mask must be a mask',
    );
  });
});

describe('TransformerEncoderLayer', () => {
  it.each(['relu', 'gelu', 'swiglu'] as const)('carries keys and values on, with %s and both norms', (activation) => {
    for (const norm of ['layer', 'rms'] as const)
      tidy(() => {
        const layer = new TransformerEncoderLayer({ ...sizes, activation, norm, normFirst: true, mask: causal() });
        const x = draw(2, 6, 8);
        const first = layer.forward(slice(x, 1, 0, 4));
        const second = layer.forward(slice(x, 1, 4, 6), { state: first.state });
        near(concat([first.output, second.output], 1), layer.forward(x).output);
      });
  });

  it('drops in training only', () => {
    const layer = new TransformerEncoderLayer({ ...sizes, dropout: 0.5 });
    const x = draw(1, 4, 8);
    near(layer.forward(x).output, layer.forward(x).output);
    const dropped = training({ generator }, () => layer.forward(x).output).dataSync();
    expect(dropped).not.toEqual(layer.forward(x).output.dataSync());
  });

  it('traces weights by head, with the places of steps', () => {
    const layer = new TransformerEncoderLayer({ ...sizes, mask: causal() });
    const mask = tensor(
      [
        [false, true, true],
        [true, true, true],
      ],
      { dtype: 'bool' },
    );
    const { trace } = layer.forward(draw(2, 3, 8), { mask, trace: true });
    expect(trace!['attention']!.shape).toEqual([2, 2, 3, 3]);
    expect([...trace!['keyPlaces']!.dataSync()]).toEqual([-1, 0, 1, 0, 1, 2]);
    expect(trace!['queryPlaces']!.shape).toEqual([2, 3]);
    const weights = trace!['attention']!.dataSync();
    for (let row = 1; row < 3; row++) expect(weights[3 * row]).toBe(0); // padding is not seen
    expect(weights[3]! + weights[4]! + weights[5]!).toBeCloseTo(1, 9);
  });

  it('a full cache is an error, a sliding one forgets', () => {
    const layer = new TransformerEncoderLayer({ ...sizes, mask: causal() });
    const x = draw(1, 6, 8);
    let state = layer.initialState(1, { budget: 4 });
    state = layer.forward(slice(x, 1, 0, 3), { state }).state;
    expect(() => layer.forward(slice(x, 1, 3, 5), { state })).toThrow('3 steps and 2 more do not fit a cache of 4');
    let sliding = layer.initialState(1, { budget: 3, overflow: 'slide' });
    const parts = [0, 1, 2, 3, 4, 5].map((at) => {
      const result = layer.forward(slice(x, 1, at, at + 1), { state: sliding });
      sliding = result.state;
      return result.output;
    });
    near(concat(parts, 1), layer.forward(x, { attention: window(3, 0) }).output);
    expect(sliding.key!.shape).toEqual([1, 3, 2, 4]);
  });

  it('refuses what does not fit', () => {
    expect(() => new TransformerEncoderLayer({ dModel: 6, nhead: 4 })).toThrow('a multiple of nhead, got 6 and 4');
    expect(() => new TransformerEncoderLayer({ ...sizes, activation: 'rleu' as never })).toThrow(
      'Did you mean "relu"?',
    );
    const layer = new TransformerEncoderLayer(sizes);
    expect(() => layer.forward(draw(1, 2, 8), { lengths: [3] })).toThrow('lengths[0] is 3');
    expect(() =>
      layer.forward(draw(1, 2, 8), { lengths: [1], mask: tensor([[true, true]], { dtype: 'bool' }) }),
    ).toThrow('lengths or a mask, not both');
    expect(() => layer.forward(draw(2, 2, 8), { state: layer.initialState(1) })).toThrow('does not fit new keys');
  });
});

describe('decoders', () => {
  it('need their memory once: token by token gives what the whole gives', () => {
    const decoder = new TransformerDecoder({
      layers: [0, 1].map(() => new TransformerDecoderLayer({ ...sizes, mask: causal() })),
    });
    const [x, memory] = [draw(2, 5, 8), draw(2, 4, 8)];
    const memoryMask = padding([4, 2]);
    const whole = decoder.forward(x, memory, { memoryMask }).output;
    let state: readonly DecoderState[] | undefined;
    const parts = [0, 1, 2, 3, 4].map((at) => {
      const step = slice(x, 1, at, at + 1);
      const result = decoder.forward(step, state ? undefined : memory, { memoryMask, ...(state && { state }) });
      state = result.state;
      return result.output;
    });
    near(concat(parts, 1), whole);
    expect(() => decoder.forward(x, undefined)).toThrow(
      'expected a memory [batch, steps, 8], or a state that holds it',
    );
    const { trace } = decoder.forward(x, memory, { trace: true });
    expect(Object.keys(trace!)).toContain('memoryAttentionL1');
  });

  it('starts Xavier uniform, as torch', () => {
    const model = new Transformer({ ...sizes, numEncoderLayers: 1, numDecoderLayers: 1 });
    for (const value of stateDict(model).values()) {
      if (value.rank < 2) continue;
      const bound = Math.sqrt(6 / (value.shape[0]! + value.shape[1]!));
      const largest = Math.max(...Array.from(value.dataSync(), Math.abs));
      expect(largest).toBeLessThanOrEqual(bound);
      expect(largest).toBeGreaterThan(0.9 * bound);
    }
    expect(() => new Transformer({ ...sizes, numEncoderLayers: 0 })).toThrow('numEncoderLayers must be at least 1');
  });
});

/** Attention, recurrence and convolution in turns. */
function hybrid(): TransformerEncoder {
  const attention = new GroupedQueryAttention({
    ...{ embedDim: 8, numHeads: 4, numGroups: 1, mask: causal(), generator },
    positions: new RotaryPositions({ features: 2 }),
  });
  const block = (mixer: ConstructorParameters<typeof ResidualBlock>[0]['mixer'], norm: 'layer' | 'rms') =>
    new ResidualBlock({ mixer, features: 8, hiddenSize: 8, norm, generator });
  return new TransformerEncoder({
    layers: [
      new AddPositions({ positions: new Embedding({ numEmbeddings: 12, embeddingDim: 8, generator }), features: 8 }),
      block(attention, 'rms'),
      block(new LSTM({ inputSize: 8, hiddenSize: 8, generator }), 'layer'),
      block(new TCN({ inputSize: 8, channels: [8, 8], generator }), 'rms'),
    ],
  });
}

describe('stacks of different layers', () => {
  it('carry all states on, and leave padding alone', () => {
    const stack = hybrid();
    const x = draw(2, 6, 8);
    const whole = stack.forward(x, { lengths: [6, 4] }).output;
    const first = stack.forward(slice(x, 1, 0, 3), { lengths: [3, 3] });
    const second = stack.forward(slice(x, 1, 3, 6), { lengths: [3, 1], state: first.state });
    near(concat([first.output, second.output], 1), whole);
    expect(stack.bidirectional).toBe(false);
    expect(Object.keys(Object.fromEntries(stateDict(stack)))).toContain('layers.2.mixer.weight_ih_l0');
    expect(Object.keys(stack.forward(x, { trace: true }).trace!)).toContain('attentionL1');
  });

  it('refuse what is no layer, and the state of another stack', () => {
    expect(() => new TransformerEncoder({ layers: [3 as never] })).toThrow(
      'layers[0] must be a layer with a forward method',
    );
    expect(() => hybrid().forward(draw(1, 2, 8), { state: [] })).toThrow('the states of 4 layers, got 0');
  });

  /** Layers that keep what attention sees of 12 steps, and the slots that they need for it. */
  const streamed: Record<string, () => readonly [StackedLayer, number]> = {
    'a layer with a window': () => [
      new TransformerEncoderLayer({ ...sizes, dropout: 0, mask: and(causal(), window(4)) }),
      4,
    ],
    'a stack with positions and recurrence': () => {
      const positions = new AddPositions({ positions: new SinusoidalPositions({ features: 8 }), features: 8 });
      const recurrent = new ResidualBlock({ mixer: new LSTM({ inputSize: 8, hiddenSize: 8 }), features: 8 });
      const attending = new TransformerEncoderLayer({ ...sizes, dropout: 0, mask: and(causal(), window(5)) });
      return [new TransformerEncoder({ layers: [positions, recurrent, attending] }), 5];
    },
  };

  it.each(Object.keys(streamed))(
    '%s runs token by token in a stream, which allocates nothing after its first steps',
    async (name) => {
      const backend = await wasmBackend();
      withBackend(backend, () => {
        const [layer, budget] = streamed[name]!();
        const x = draw(1, 12, 8);
        const live = stream(layer as SequenceLayer<unknown>, {
          state: layer.initialState!(1, { budget, overflow: 'slide' }),
        });
        const whole = layer.forward(x).output.dataSync();
        let before = 0;
        for (let at = 0; at < 12; at++) {
          const output = tidy(() => live.push(tensor(slice(x, 1, at, at + 1).dataSync(), [1, 8])).dataSync());
          output.forEach((value, i) => expect(value).toBeCloseTo(whole[8 * at + i]!, 4));
          if (at === 4) before = backend.memory().bytes;
        }
        expect(backend.memory().bytes).toBe(before);
        live.dispose();
      });
      backend.dispose();
    },
  );

  it('padding that passes a sliding cache pushes nothing out', () => {
    const layer = new TransformerEncoderLayer({ ...sizes, dropout: 0, mask: causal() });
    const x = draw(2, 4, 8);
    const keep = tensor([1, 0, 0, 1, 1, 1, 0, 1], [2, 4], { dtype: 'bool' });
    const start = () => layer.initialState(2, { budget: 2, overflow: 'slide' });
    const whole = layer.forward(x, { mask: keep, state: start() }).output;
    let state = start();
    const parts = [0, 1, 2, 3].map((at) => {
      const now = layer.forward(slice(x, 1, at, at + 1), { mask: slice(keep, 1, at, at + 1), state });
      state = now.state;
      return now.output;
    });
    near(concat(parts, 1), whole);
    const kept = concat([slice(x, 1, 0, 1), slice(x, 1, 3)], 1); // of the first sequence
    near(slice(slice(whole, 0, 0, 1), 1, 3), slice(slice(layer.forward(kept).output, 0, 0, 1), 1, 1));
  });

  it('refuse a memory of other sequences, and keys without a value each', () => {
    const layer = new TransformerDecoderLayer(sizes);
    expect(() => layer.forward(draw(2, 3, 8), draw(1, 4, 8))).toThrow(
      /MultiheadAttention: queries, keys.*\[2,3,2,4\], keys \[1,4,2,4\]/,
    );
    const attention = new MultiheadAttention({ embedDim: 8, numHeads: 2, generator });
    expect(() => attention.forward(draw(2, 3, 8), draw(2, 5, 8), draw(2, 4, 8))).toThrow('values of as many steps');
    expect(() => attention.forward(draw(2, 3, 8), draw(2, 5, 8), draw(3, 5, 8))).toThrow('of as many sequences');
    expect(() => attention.forward(draw(2, 3, 8), undefined, undefined, { headMask: [1, 0] as never })).toThrow(
      'headMask must be a tensor',
    );
    const narrow = new ResidualBlock({ mixer: new LSTM({ inputSize: 8, hiddenSize: 1 }), features: 8 });
    expect(() => narrow.forward(draw(1, 2, 8))).toThrow('as many features as it takes');
    const grouped = { embedDim: 8, numHeads: 2, generator };
    for (const positions of [alibi(2), new SinusoidalPositions({ features: 4 })])
      expect(() => new GroupedQueryAttention({ ...grouped, positions: positions as never })).toThrow('alibi(heads)');
    const causally = new TransformerEncoderLayer({ ...sizes, mask: causal() });
    expect(() => causally.forward(draw(1, 2, 8), { state: { key: draw(1, 2, 2, 4) } })).toThrow('as many values');
    expect(() => causally.initialState(1, { groups: 3 } as never)).toThrow('unknown option "groups"');
    expect(() => new Transformer({ ...sizes, mask: causal() } as never)).toThrow('Masks belong to forward');
  });

  it('streams take no layer that also reads backward, and no state that grows', () => {
    const live = stream(new TransformerEncoderLayer({ ...sizes, mask: causal() }));
    live.push(draw(1, 8));
    expect(() => live.push(draw(1, 8))).toThrow("overflow: 'slide'");
    live.dispose();
    expect(() => stream(new TransformerEncoderLayer(sizes))).toThrow('also reads backward');
  });
});
