import { jsBackend } from '@ostinato/backend-js';
import { opaqueBackend } from '@ostinato/backend-testkit';
import { wasmBackend } from '@ostinato/backend-wasm';
import type { SequenceLayer } from '@ostinato/sequence';
import { broken, byPath, expectSame } from '@ostinato/sequence/testing';
import {
  add,
  type Backend,
  compile,
  mul,
  normal,
  RandomGenerator,
  sum,
  type Tensor,
  tensorsIn,
  tidy,
  training,
  valueAndGrad,
  withBackend,
} from '@ostinato/tensor';
import { looped } from '@ostinato/tensor/testing';
import { describe, it } from 'vitest';
import {
  Bidirectional,
  Dilated,
  FrameSkip,
  GRUCell,
  LSTMCell,
  Normalized,
  RecurrentDropout,
  Residual,
  Stacked,
  VariationalDropout,
  WeightDrop,
  Zoneout,
} from '../index.ts';

type Floats = Tensor<'float32'>;

/** Every wrapper at once, with every kind of randomness. */
function everything(generator: RandomGenerator): SequenceLayer<unknown> {
  const sizes = { inputSize: 4, hiddenSize: 4, generator };
  const low = () => new Zoneout(new WeightDrop(new LSTMCell(sizes), { p: 0.3 }), { rate: { h: 0.2, c: 0.5 } });
  const high = () => new Dilated(new RecurrentDropout(new GRUCell(sizes), { p: 0.3 }), { dilation: 2 });
  const half = () =>
    new Residual(
      new Stacked([new VariationalDropout(low(), { input: 0.3, output: 0.2 }), new FrameSkip(high(), { every: 2 })], {
        dropout: 0.2,
      }),
      { mode: 'gated', generator },
    );
  return new Normalized(new Bidirectional(half(), half())) as SequenceLayer<unknown>;
}

/** What a training step sees: output, state, and gradients of a loss. */
function trainingStep(layer: SequenceLayer<unknown>, x: Floats, seed: number, memory: 'high' | 'low' = 'high') {
  const options = { lengths: [5, 0, 1, 3], memory };
  return training({ generator: new RandomGenerator(seed) }, () => {
    const { aux, gradients } = valueAndGrad(layer, () => {
      const { output, state } = layer.forward(x, options);
      const parts = [...tensorsIn([output, state])] as Floats[];
      const loss = parts.map((part) => sum(mul(part, part))).reduce((a, b) => add(a, b));
      return [loss, { output, state }];
    });
    return { run: aux, gradients: Object.fromEntries(gradients) };
  });
}

/** Throws where gradients differ by more than the order of their sums. */
function expectClose(got: unknown, wanted: unknown): void {
  for (const [path, right] of byPath(wanted)) {
    const [mine, values] = [byPath(got).get(path)!.dataSync(), right.dataSync()];
    const largest = Math.max(1, ...Array.from(values, Math.abs));
    const at = mine.findIndex((value: number, i: number) => !(Math.abs(value - values[i]!) <= 1e-5 * largest));
    if (at >= 0) throw broken(`element ${at} of ${path} is ${mine[at]}, expected ${values[at]}`);
  }
}

describe.each<[string, () => Backend | Promise<Backend>]>([
  ['js', () => jsBackend({ float: 'float64' })],
  ['wasm', () => wasmBackend({ threads: 1 })],
])('all wrappers on %s, in training and ragged', (_, make) => {
  it('give the same numbers recorded, looped, with little memory, and compiled', async () => {
    const backend = await make();
    withBackend(backend, () =>
      tidy(() => {
        const layer = everything(new RandomGenerator(1));
        const x = normal([4, 5, 4], { generator: new RandomGenerator(2) });
        const recorded = trainingStep(layer, x, 3);
        expectSame('the same seed', trainingStep(layer, x, 3), recorded);
        const loop = looped(() => trainingStep(layer, x, 3));
        expectSame('a loop', recorded.run, loop.run);
        expectClose(recorded.gradients, loop.gradients);
        const low = trainingStep(layer, x, 3, 'low');
        expectSame('with little memory', low.run, recorded.run);
        expectClose(low.gradients, recorded.gradients);
        // A compiled function draws from a generator that lives on.
        const generator = new RandomGenerator(3);
        const forward = compile((input: Floats) => training({ generator }, () => layer.forward(input).output));
        const other = new RandomGenerator(3);
        for (let i = 0; i < 3; i++) {
          const right = training({ generator: other }, () => layer.forward(x).output);
          expectSame(`run ${i} of a compiled function`, forward(x), right);
        }
      }),
    );
    backend.dispose();
  });
});

it('all wrappers give the same numbers on a backend without addresses', () => {
  const runs = [jsBackend(), opaqueBackend(jsBackend())].map((backend) =>
    withBackend(backend, () =>
      tidy(() => {
        const { run, gradients } = trainingStep(
          everything(new RandomGenerator(1)),
          normal([4, 5, 4], { generator: new RandomGenerator(2) }),
          3,
        );
        const values = (tree: unknown) => [...tensorsIn(tree)].map((part) => [...part.dataSync()]);
        return { run: values(run), gradients: values(gradients) };
      }),
    ),
  );
  const flat = runs.map(({ run, gradients }) => [...run, ...gradients].flat());
  const at = flat[0]!.findIndex((value, i) => !(Math.abs(value - flat[1]![i]!) <= 1e-4 * Math.max(1, Math.abs(value))));
  if (at >= 0 || flat[0]!.length !== flat[1]!.length)
    throw broken(`number ${at} is ${flat[1]![at]}, expected ${flat[0]![at]}`);
});
