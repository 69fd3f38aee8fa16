import { jsBackend } from '@ostinato/backend-js';
import type { SequenceLayer, SequenceOptions, SequenceResult } from '@ostinato/sequence';
import { checkSequenceLaws } from '@ostinato/sequence/testing';
import {
  add,
  concat,
  detach,
  flip,
  keep,
  mul,
  type RandomGenerator,
  slice,
  sum,
  tensor,
  type Tensor,
} from '@ostinato/tensor';
import { expect, it } from 'vitest';
import { GRU, GRUCell, LSTMCell, Residual, Stacked, unroll } from '../index.ts';

type Floats = Tensor<'float32'>;
type Forward = (input: Floats, options?: SequenceOptions<unknown>) => SequenceResult<unknown>;

/** A wrapper whose forward is spoilt, around a good composition. */
const wrong =
  (
    forward: (good: SequenceLayer<unknown>, ...args: Parameters<Forward>) => SequenceResult<unknown>,
    more: object = {},
  ) =>
  (generator: RandomGenerator): SequenceLayer<unknown> => {
    const sizes = { inputSize: 2, hiddenSize: 2, generator };
    const good = new Residual(new Stacked([new GRU(sizes), unroll(new LSTMCell(sizes))])) as SequenceLayer<unknown>;
    return Object.assign(
      { good, inputSize: 2, outputSize: 2, forward: forward.bind(undefined, good) as Forward },
      more,
    );
  };

/** Options without those that are not there. */
const withoutHoles = (options: object): SequenceOptions<unknown> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

const hidden: Floats[] = [];

it.each<[string, RegExp, (generator: RandomGenerator) => SequenceLayer<unknown>]>([
  [
    'adds the input where it is padding',
    /^what lies beyond a length/,
    wrong((good, x, options) => {
      const result = good.forward(x, options);
      return { ...result, output: add(result.output, x) };
    }),
  ],
  [
    'reads backward and does not say so',
    /^chunks with carried state/,
    wrong((good, x, options) => ({
      ...good.forward(x, options),
      output: flip(good.forward(flip(x, -2), options).output, -2),
    })),
  ],
  [
    'does not hand on the state it was given',
    /^(chunks with carried state|one sequence without a batch axis)/,
    wrong((good, x, { lengths, mask, trace } = {}) => good.forward(x, withoutHoles({ lengths, mask, trace }))),
  ],
  [
    'keeps its state to itself',
    /^(a run equals its loop|one sequence without a batch axis|a trace is by step)/,
    wrong((good, x, options) => {
      const result = good.forward(x, options);
      hidden.push(keep(slice(result.output, -1, 0, 1)));
      return { ...result, output: mul(result.output, hidden.length) };
    }),
  ],
  [
    'mixes the rows of a batch',
    /^(a row alone|one sequence)/,
    wrong((good, x, options) => {
      const result = good.forward(x, options);
      return x.rank === 2
        ? result
        : { ...result, output: add(result.output, mul(sum(x, 0, { keepDims: true }), 1e-3)) };
    }),
  ],
  [
    'cuts the gradient',
    /^gradients of input, state and parameters/,
    wrong((good, x, options) => {
      const result = good.forward(x, options);
      return { ...result, output: detach(result.output) };
    }),
  ],
  [
    'forgets its lengths',
    /^what lies beyond a length/,
    wrong((good, x, { state, mask, trace } = {}) => good.forward(x, withoutHoles({ state, mask, trace }))),
  ],
  [
    'drops the last step',
    /^the output has the announced shape/,
    wrong((good, x, options) => {
      const result = good.forward(x, options);
      return { ...result, output: slice(result.output, -2, 1) };
    }),
  ],
  [
    'announces another size',
    /^the output has the announced shape/,
    wrong((good, x, options) => good.forward(x, options), { outputSize: 3 }),
  ],
  [
    'shows the state of the first sequence for all',
    /^(chunks with carried state|a row alone|a ragged row)/,
    wrong((good, x, options) => {
      const result = good.forward(x, options);
      const [first, second] = result.state as [{ h: Floats }, { h: Floats; c: Floats }];
      const copies = Array.from({ length: x.rank === 3 ? x.shape[0]! : 1 }, () => slice(second.h, 0, 0, 1));
      return x.rank === 2 ? result : { ...result, state: [first, { ...second, h: concat(copies, 0) }] };
    }),
  ],
  [
    'leaves something behind',
    /^nothing is left/,
    wrong((good, x, options) => {
      keep(tensor([1]));
      return good.forward(x, options);
    }),
  ],
  [
    'draws without its generator',
    /^initial values/,
    () => new Residual(new GRUCell({ inputSize: 2, hiddenSize: 2 })) as SequenceLayer<unknown>,
  ],
])('the laws catch a wrapper that %s', (_, law, make) => {
  const backend = jsBackend({ float: 'float64' });
  expect(() => checkSequenceLaws(make, { backend })).toThrow(law);
  backend.dispose();
});
