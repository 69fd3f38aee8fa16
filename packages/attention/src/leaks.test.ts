import { jsBackend } from '@ostinato/backend-js';
import { wasmBackend } from '@ostinato/backend-wasm';
import { crossEntropy } from '@ostinato/nn';
import {
  type Backend,
  compile,
  namedParameters,
  normal,
  RandomGenerator,
  reshape,
  sum,
  type Tensor,
  tensor,
  tidy,
  valueAndGrad,
  withBackend,
} from '@ostinato/tensor';
import { describe, expect, it } from 'vitest';
import {
  AdditiveScore,
  alibi,
  attention,
  BERT,
  causal,
  globalAttention,
  GPT,
  GroupedQueryAttention,
  LinearAttention,
  padding,
  RelativePositions,
  RotaryPositions,
  T5,
  TCN,
  Transformer,
  TransformerEncoderLayer,
  window,
} from './index.ts';

type Floats = Tensor<'float32'>;
const generator = new RandomGenerator(9);
const draw = (...shape: number[]): Floats => normal(shape, { generator });
const ids = () =>
  tensor(
    [
      [1, 2, 3, 4],
      [4, 3, 2, 1],
    ],
    { dtype: 'int32' },
  );
const sizes = { dModel: 8, nhead: 2, dimFeedforward: 8, generator };
const heads = { embedDim: 8, numHeads: 2, generator };

/** A module and one use of it. */
const uses: Readonly<Record<string, () => readonly [module: object, use: () => Floats]>> = {
  'an encoder layer': () => {
    const layer = new TransformerEncoderLayer({ ...sizes, mask: causal() });
    return [layer, () => layer.forward(draw(2, 4, 8), { lengths: [4, 2], trace: true }).output];
  },
  'a Transformer': () => {
    const model = new Transformer({ ...sizes, numEncoderLayers: 1, numDecoderLayers: 1 });
    return [
      model,
      () => model.forward(draw(2, 3, 8), draw(2, 4, 8), { targetMask: causal(), memoryMask: padding([3, 1]) }),
    ];
  },
  'rotary heads with a window': () => {
    const layer = new GroupedQueryAttention({
      ...heads,
      numGroups: 1,
      mask: window(2),
      positions: new RotaryPositions({ features: 4 }),
    });
    return [layer, () => layer.forward(draw(2, 40, 8)).output];
  },
  'relative heads': () => {
    const positions = new RelativePositions({ features: 4, maxDistance: 2, generator });
    const layer = new GroupedQueryAttention({ ...heads, mask: causal(), positions });
    return [layer, () => layer.forward(draw(2, 4, 8)).output];
  },
  'heads with ALiBi': () => {
    const layer = new GroupedQueryAttention({ ...heads, mask: causal(), positions: { mask: alibi(2) } });
    return [layer, () => layer.forward(draw(2, 4, 8)).output];
  },
  'linear attention': () => {
    const layer = new LinearAttention(heads);
    return [layer, () => layer.forward(draw(2, 4, 8)).output];
  },
  'a TCN': () => {
    const layer = new TCN({ inputSize: 8, channels: [4, 4], generator });
    return [layer, () => layer.forward(draw(2, 4, 8)).output];
  },
  'an alignment': () => {
    const score = new AdditiveScore({ querySize: 8, keySize: 8, hiddenSize: 4, generator });
    return [score, () => globalAttention(score, draw(2, 8), draw(2, 5, 8), { mask: padding([5, 3]) }).context];
  },
  BERT: () => {
    const model = new BERT({ vocabSize: 5, hiddenSize: 8, numLayers: 1, numHeads: 2, maxPositions: 4, generator });
    return [model, () => model.forward(ids(), { lengths: [4, 2] }).output];
  },
  T5: () => {
    const model = new T5({ vocabSize: 5, dModel: 8, dKv: 4, dFf: 8, numHeads: 2, numLayers: 1, generator });
    return [model, () => model.decode(ids(), model.encode(ids()).output).output];
  },
};

const backends: Readonly<Record<string, () => Backend | Promise<Backend>>> = {
  js: () => jsBackend(),
  wasm: () => wasmBackend({ threads: 1 }),
};

describe.each(Object.keys(backends))('on %s', (name) => {
  it.each(Object.keys(uses))('%s leaves nothing behind', async (what) => {
    const backend = await backends[name]!();
    withBackend(backend, () => {
      const [module, use] = uses[what]!();
      const parameters = [...namedParameters(module).values()];
      const learn = () => tidy(() => void valueAndGrad(parameters, () => sum(use())));
      learn();
      const before = backend.memory().storages;
      learn();
      expect(backend.memory().storages).toBe(before);
    });
    backend.dispose();
  });

  it('errors leave nothing behind', async () => {
    const backend = await backends[name]!();
    withBackend(backend, () => {
      const [q, k] = [draw(1, 2, 3, 4), draw(1, 2, 5, 4)];
      const before = backend.memory().storages;
      expect(() => attention(q, k, k, { mask: padding([6]) })).toThrow('lengths[0] is 6');
      expect(() => attention(q, k, q)).toThrow('heads a multiple of groups');
      expect(backend.memory().storages).toBe(before);
    });
    backend.dispose();
  });
});

it('a compiled training step is one program that holds no scores of all queries and keys', async () => {
  const backend = await wasmBackend({ threads: 1 });
  withBackend(backend, () => {
    const gpt = new GPT({ vocabSize: 5, contextLength: 64, embedDim: 8, numHeads: 2, numLayers: 2, generator });
    const parameters = [...namedParameters(gpt).values()];
    const step = compile((x: Tensor<'int32'>, y: Tensor<'int32'>) => {
      const loss = () => crossEntropy(reshape(gpt.forward(x).output, [-1, 5]), reshape(y, [-1]));
      return valueAndGrad(parameters, loss).gradients;
    });
    const x = tensor(
      Int32Array.from({ length: 2 * 64 }, (_, i) => i % 5),
      [2, 64],
      { dtype: 'int32' },
    );
    for (let i = 0; i < 3; i++) tidy(() => void step(x, x));
    expect(step.programs.length).toBe(1);
    const { kernels } = step.programs[0]!;
    expect(kernels.get('attention')).toBeGreaterThan(0);
    expect(kernels.get('attentionBackward')).toBeGreaterThan(0);
    const all = [...kernels.keys()];
    expect(all.filter((kernel) => kernel.startsWith('row.') || kernel.startsWith('batchMatmul'))).toEqual([]);
    step.dispose();
  });
  backend.dispose();
});
