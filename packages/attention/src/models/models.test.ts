import { jsBackend } from '@ostinato/backend-js';
import { countParameters, crossEntropy, stateDict } from '@ostinato/nn';
import {
  concat,
  RandomGenerator,
  reshape,
  setBackend,
  slice,
  type Tensor,
  tensor,
  tidy,
  valueAndGrad,
} from '@ostinato/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { BERT, type DecoderState, GPT, type KeyValueState, padding, T5 } from '../index.ts';

beforeAll(() => setBackend(jsBackend({ float: 'float64' })));

type Floats = Tensor<'float32'>;
const generator = new RandomGenerator(8);
const ids = (...rows: number[][]) => tensor(rows, { dtype: 'int32' });
const near = (got: Floats, wanted: Floats, digits = 9) => {
  const right = wanted.dataSync();
  got.dataSync().forEach((value, i) => expect(value).toBeCloseTo(right[i]!, digits));
};

const shapes = (model: object) =>
  Object.fromEntries(Array.from(stateDict(model), ([key, { shape }]) => [key, shape.join()]));

const tiny = () => new GPT({ vocabSize: 11, contextLength: 8, embedDim: 8, numHeads: 2, numLayers: 2, generator });

describe('GPT', () => {
  it('has the parameters of GPT-2, of which there are 124,439,808', () => {
    const small = { vocabSize: 50257, contextLength: 1024, embedDim: 768, numHeads: 12, numLayers: 12, generator };
    expect(countParameters(new GPT(small))).toBe(124_439_808);
    expect(shapes(new GPT({ ...small, numLayers: 1 }))).toEqual({
      'transformer.wte.weight': '50257,768',
      'transformer.wpe.weight': '1024,768',
      'transformer.h.0.ln_1.weight': '768',
      'transformer.h.0.ln_1.bias': '768',
      'transformer.h.0.attn.c_attn.weight': '768,2304',
      'transformer.h.0.attn.c_attn.bias': '2304',
      'transformer.h.0.attn.c_proj.weight': '768,768',
      'transformer.h.0.attn.c_proj.bias': '768',
      'transformer.h.0.ln_2.weight': '768',
      'transformer.h.0.ln_2.bias': '768',
      'transformer.h.0.mlp.c_fc.weight': '768,3072',
      'transformer.h.0.mlp.c_fc.bias': '3072',
      'transformer.h.0.mlp.c_proj.weight': '3072,768',
      'transformer.h.0.mlp.c_proj.bias': '768',
      'transformer.ln_f.weight': '768',
      'transformer.ln_f.bias': '768',
      'lm_head.weight': '50257,768',
    });
  });

  it('starts at the loss of a guess, and learns', () => {
    const gpt = tiny();
    const loss = () =>
      crossEntropy(
        reshape(gpt.forward(ids([1, 2, 3, 4, 5])).output, [-1, 11]),
        tensor([2, 3, 4, 5, 6], { dtype: 'int32' }),
      );
    const { value, gradients } = valueAndGrad(gpt, loss);
    expect(value.dataSync()[0]).toBeCloseTo(Math.log(11), 1);
    for (const [key, gradient] of gradients) {
      const weight = stateDict(gpt).get(key)!;
      const slope = gradient.dataSync();
      weight.assign(weight.dataSync().map((w, i) => w - 0.5 * slope[i]!));
    }
    expect(loss().dataSync()[0]).toBeLessThan(value.dataSync()[0]!);
  });

  it('token by token gives what the whole gives, with left padding and a trace', () => {
    const gpt = tiny();
    tidy(() => {
      const x = ids([3, 1, 4, 1, 5], [0, 0, 9, 2, 6]);
      const mask = tensor(
        [
          [true, true, true, true, true],
          [false, false, true, true, true],
        ],
        { dtype: 'bool' },
      );
      const whole = gpt.forward(x, { mask, trace: true });
      near(
        slice(whole.output, 0, 1, 2),
        concat(
          [reshape(whole.output, [2, 5, 11])].map((y) => slice(y, 0, 1, 2)),
          0,
        ),
      );
      near(slice(slice(whole.output, 0, 1, 2), 1, 2), gpt.forward(ids([9, 2, 6])).output);
      let state: readonly KeyValueState[] = gpt.initialState(2);
      const parts = [0, 1, 2, 3, 4].map((at) => {
        const result = gpt.forward(slice(x, 1, at, at + 1), { state, mask: slice(mask, 1, at, at + 1) });
        state = result.state;
        return result.output;
      });
      near(concat(parts, 1), whole.output);
      expect(whole.trace!['attentionL1']!.shape).toEqual([2, 2, 5, 5]);
      expect([...whole.trace!['queryPlacesL0']!.dataSync()]).toEqual([0, 1, 2, 3, 4, -1, -1, 0, 1, 2]);
    });
  });

  it('says that there are no more places', () => {
    const gpt = tiny();
    expect(() => gpt.forward(ids([0, 1, 2, 3, 4, 5, 6, 7, 8]))).toThrow('contextLength = 8 steps, got 9');
    const { state } = gpt.forward(ids([0, 1, 2, 3, 4, 5, 6, 7]));
    expect(() => gpt.forward(ids([8]), { state })).toThrow('got 1 after 8');
  });

  it('no step sees a later one', () => {
    const gpt = tiny();
    const [a, b] = [gpt.forward(ids([1, 2, 3, 4])), gpt.forward(ids([1, 2, 9, 9]))];
    expect(slice(a.output, 1, 0, 2).dataSync()).toEqual(slice(b.output, 1, 0, 2).dataSync());
  });

  it('refuses what does not fit', () => {
    expect(() => tiny().forward(ids([11]))).toThrow('11');
    expect(() => tiny().forward(ids([1, 2, 3, 4, 5, 6, 7, 8, 9]))).toThrow('8');
    expect(() => tiny().forward(tensor([[1]]) as never)).toThrow('ids must be int32');
    expect(() => tiny().forward(ids([1]), { state: [] })).toThrow('the states of 2 blocks');
    const untied = new GPT({
      vocabSize: 3,
      contextLength: 2,
      embedDim: 2,
      numHeads: 1,
      numLayers: 1,
      tied: false,
      bias: false,
      generator,
    });
    expect(countParameters(untied)).toBe(6 + 4 + 6 + 12 * 4 + 3 * 2);
  });
});

describe('BERT', () => {
  it('has the parameters of bert-base-uncased, of which there are 109,482,240', () => {
    const base = { vocabSize: 30522, hiddenSize: 768, numLayers: 12, numHeads: 12, generator };
    expect(countParameters(new BERT(base))).toBe(109_482_240);
    expect(Object.keys(shapes(new BERT({ ...base, numLayers: 1 })))).toEqual([
      ...['word_embeddings', 'position_embeddings', 'token_type_embeddings'].map((name) => `embeddings.${name}.weight`),
      ...['weight', 'bias'].map((name) => `embeddings.LayerNorm.${name}`),
      ...[
        ...['attention.self.query', 'attention.self.key', 'attention.self.value', 'attention.output.dense'],
        ...['attention.output.LayerNorm', 'intermediate.dense', 'output.dense', 'output.LayerNorm'],
      ].flatMap((name) => ['weight', 'bias'].map((part) => `encoder.layer.0.${name}.${part}`)),
      ...['pooler.dense.weight', 'pooler.dense.bias'],
    ]);
  });

  it('padding changes nothing; segments and a trace', () => {
    const bert = new BERT({ vocabSize: 9, hiddenSize: 8, numLayers: 2, numHeads: 2, maxPositions: 6, generator });
    const alone = bert.forward(ids([1, 2, 3]));
    const padded = bert.forward(ids([1, 2, 3, 7, 7], [4, 5, 6, 7, 8]), { lengths: [3, 5], trace: true });
    near(slice(slice(padded.output, 0, 0, 1), 1, 0, 3), alone.output);
    near(slice(padded.pooled, 0, 0, 1), alone.pooled);
    expect(padded.trace!['attentionL1']!.shape).toEqual([2, 2, 5, 5]);
    const second = bert.forward(ids([1, 2, 3]), { tokenTypes: ids([0, 1, 1]) });
    expect(second.pooled.dataSync()).not.toEqual(alone.pooled.dataSync());
    expect(() => bert.forward(ids([1, 2, 3, 4, 5, 6, 7]))).toThrow('6');
  });
});

describe('T5', () => {
  const make = (gated: boolean) =>
    new T5({
      vocabSize: 9,
      dModel: 8,
      dKv: 4,
      dFf: 12,
      numHeads: 2,
      numLayers: 2,
      numBuckets: 8,
      gated,
      dropout: 0,
      generator,
    });

  it('has the parameters of t5-small, of which there are 60,506,624', () => {
    const small = { vocabSize: 32128, dModel: 512, dKv: 64, dFf: 2048, numHeads: 8, numLayers: 6, generator };
    expect(countParameters(new T5(small))).toBe(60_506_624);
    const keys = Object.keys(shapes(make(true)));
    expect(keys).toContain('decoder.block.0.layer.1.EncDecAttention.q.weight');
    expect(keys).toContain('encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight');
    expect(keys).toContain('encoder.block.1.layer.1.DenseReluDense.wi_0.weight');
    expect(keys).toContain('decoder.final_layer_norm.weight');
    expect(shapes(make(false))['decoder.block.1.layer.2.DenseReluDense.wi.weight']).toBe('12,8');
  });

  it.each([false, true])('decodes token by token what it decodes as a whole (gated: %s)', (gated) => {
    const t5 = make(gated);
    tidy(() => {
      const source = ids([1, 2, 3, 4], [5, 6, 0, 0]);
      const memory = t5.encode(source, { lengths: [4, 2] }).output;
      near(slice(slice(memory, 0, 1, 2), 1, 0, 2), t5.encode(ids([5, 6])).output);
      const memoryMask = padding([4, 2]);
      const target = ids([1, 7, 8], [2, 7, 3]);
      const whole = t5.decode(target, memory, { memoryMask }).output;
      expect(whole.shape).toEqual([2, 3, 9]);
      let state: readonly DecoderState[] | undefined;
      const parts = [0, 1, 2].map((at) => {
        const result = t5.decode(slice(target, 1, at, at + 1), state ? undefined : memory, {
          memoryMask,
          ...(state && { state }),
        });
        state = result.state;
        return result.output;
      });
      near(concat(parts, 1), whole);
    });
  });

  it('learns its distances', () => {
    const t5 = make(false);
    const { gradients } = valueAndGrad(t5, () => {
      const memory = t5.encode(ids([1, 2, 3])).output;
      return crossEntropy(reshape(t5.decode(ids([4, 5]), memory).output, [-1, 9]), tensor([5, 6], { dtype: 'int32' }));
    });
    for (const stack of ['encoder', 'decoder']) {
      const slope = gradients.get(`${stack}.block.0.layer.0.SelfAttention.relative_attention_bias.weight`);
      expect(slope!.dataSync().some((value) => value !== 0)).toBe(true);
    }
    expect(() => t5.decode(ids([1]), undefined)).toThrow('needs a memory, or a state that holds it');
  });
});
