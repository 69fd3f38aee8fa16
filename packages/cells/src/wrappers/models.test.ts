import { jsBackend } from '@ostinato/backend-js';
import { Linear, Sequential, stateDict } from '@ostinato/nn';
import {
  HierarchicalEncoder,
  lastHidden,
  manyToMany,
  manyToOne,
  oneToMany,
  oneToOne,
  padRagged,
  Pooled,
  stream,
  TimeDistributed,
} from '@ostinato/sequence';
import { embedding, normal, ones, RandomGenerator, setBackend, sum, tanh, valueAndGrad } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { Bidirectional, GRU, GRUCell, LSTM, LSTMCell, Residual, Stacked, unroll } from '../index.ts';

beforeEach(() => setBackend(jsBackend()));

const head = (inFeatures: number) => new Linear({ inFeatures, outFeatures: 2 });
const x = () => normal([3, 4, 5], { generator: new RandomGenerator(1) });
const lengths = [4, 0, 2];

describe('models of layers, wrappers and heads', () => {
  it('classify sequences, by any encoder', () => {
    const encoders = [
      manyToOne(new Pooled(new LSTM({ inputSize: 5, hiddenSize: 3, bidirectional: true }), lastHidden), head(6)),
      manyToOne(unroll(new GRUCell({ inputSize: 5, hiddenSize: 3 })), head(3)),
      manyToOne(
        new Bidirectional(new GRUCell({ inputSize: 5, hiddenSize: 3 }), new GRUCell({ inputSize: 5, hiddenSize: 3 })),
        head(6),
      ), // prettier-ignore
      manyToOne(
        new Pooled(
          new GRU({ inputSize: 5, hiddenSize: 3 }),
          new Sequential(
            new Linear({ inFeatures: 3, outFeatures: 3 }),
            tanh,
            new Linear({ inFeatures: 3, outFeatures: 1 }),
          ),
        ),
        head(3),
      ), // prettier-ignore
    ] as const;
    for (const model of encoders) {
      expect(model.forward(x(), { lengths }).output.shape).toEqual([3, 2]);
      const { gradients } = valueAndGrad(model, () => sum(model.forward(x(), { lengths }).output));
      expect([...gradients.values()].every((gradient) => gradient !== undefined)).toBe(true);
    }
    expect([...stateDict(encoders[3]).keys()]).toEqual(
      expect.arrayContaining(['encoder.scorer.2.weight', 'head.bias']),
    );
  });

  it('tag each step, live too, and make sequences of vectors', () => {
    const layer = () =>
      new Residual(
        new Stacked([new LSTMCell({ inputSize: 5, hiddenSize: 4 }), new GRU({ inputSize: 4, hiddenSize: 5 })]),
      ); // prettier-ignore
    const tagger = manyToMany(layer(), new TimeDistributed(head(5)));
    expect(tagger.forward(x(), { lengths }).output.shape).toEqual([3, 4, 2]);
    const live = stream(tagger, { batch: 3 });
    expect(live.push(ones([3, 5])).shape).toEqual([3, 2]);
    live.dispose();
    const writer = oneToMany(layer(), new TimeDistributed(new Linear({ inFeatures: 5, outFeatures: 5 })), {
      steps: 6,
      feedback: true,
    }); // prettier-ignore
    expect(writer.forward(ones([2, 5])).output.shape).toEqual([2, 6, 5]);
    expect(oneToOne(head(5)).forward(ones([2, 5])).shape).toEqual([2, 2]);
  });

  it('read documents of sentences of words', () => {
    const words = new Pooled(new GRU({ inputSize: 5, hiddenSize: 4, bidirectional: true }), 'mean');
    const sentences = new Bidirectional(
      new GRUCell({ inputSize: 8, hiddenSize: 3 }),
      new GRUCell({ inputSize: 8, hiddenSize: 3 }),
    ); // prettier-ignore
    const documents = new HierarchicalEncoder([words, sentences]);
    const { values, lengths: nested } = padRagged([[[1, 2, 3], [4]], [], [[5, 6]]]);
    const table = normal([7, 5], { generator: new RandomGenerator(2) });
    const { output, levels } = documents.encode(embedding(table, values), { lengths: nested });
    expect([output.shape, levels[0]!.shape]).toEqual([
      [3, 6],
      [3, 2, 8],
    ]);
    expect([...output.dataSync().slice(6, 12)]).toEqual(Array(6).fill(0)); // the empty one
    const alone = padRagged([[[5, 6]]]);
    const one = documents.encode(embedding(table, alone.values), { lengths: alone.lengths }).output;
    expect([...one.dataSync()]).toEqual([...output.dataSync().slice(12)]);
  });
});
