import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError, ShapeError, StateError } from '@ostinato/base';
import { mul, namedTensors, setBackend, slice, tensor, type Tensor, zeros } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { LeakySum } from './fixtures/leaky-sum.test-d.ts';
import {
  manyToMany,
  manyToManyUnaligned,
  manyToOne,
  oneToMany,
  oneToOne,
  Pooled,
  stream,
  TimeDistributed,
} from './index.ts';

beforeEach(() => setBackend(jsBackend()));
type Floats = Tensor<'float32'>;
const values = (t: Tensor) => [...t.dataSync()];
const x = () =>
  tensor([
    [[1], [2], [3]],
    [[4], [5], [6]],
  ]); // prettier-ignore
/** Ten times one vector. */
const ten = { forward: (v: Floats) => mul(v, 10) };
const tenEach = new TimeDistributed(ten);

describe('the five shapes', () => {
  it('one to one', () => {
    expect(values(oneToOne(ten).forward(tensor([[1, 2]])))).toEqual([10, 20]);
  });

  it('many to one', () => {
    const model = manyToOne(new Pooled(new LeakySum(1), 'last'), ten);
    const { output, state } = model.forward(x(), { lengths: [3, 1] });
    expect([values(output), values(state.h)]).toEqual([
      [42.5, 40],
      [4.25, 4],
    ]); // prettier-ignore
    expect([...namedTensors(model)].map(([key]) => key)).toEqual(['encoder.layer.leak']);
  });

  it('many to many, aligned: a layer like others', () => {
    const model = manyToMany(new LeakySum(1), tenEach);
    const { output, state } = model.forward(x(), { lengths: [3, 1] });
    expect(values(output)).toEqual([10, 25, 42.5, 40, 0, 0]);
    expect(values(model.forward(x(), { state }).output).slice(0, 1)).toEqual([31.25]);
    const live = stream(model);
    expect([1, 2].map((value) => live.push(Float32Array.of(value)).dataSync()[0])).toEqual([10, 25]);
    live.dispose();
  });

  it('one to many: every step reads the vector, or the output before', () => {
    const layer = new LeakySum(1);
    const half = new TimeDistributed({ forward: (v: Floats) => mul(v, 0.5) });
    const repeated = oneToMany(layer, half, { steps: 3 }).forward(tensor([[8]]));
    expect([repeated.output.shape, values(repeated.output)]).toEqual([
      [1, 3, 1],
      [4, 6, 7],
    ]); // prettier-ignore
    const model = oneToMany(layer, half, { steps: 3, feedback: true });
    // h = 8, out 4; h = 4 + 4, out 4; h = 4 + 4, out 4
    const fedBack = model.forward(tensor([[8]]));
    expect([values(fedBack.output), values(fedBack.state.h)]).toEqual([[4, 4, 4], [8]]); // prettier-ignore
    expect(values(model.forward(tensor([[8]]), { state: { h: tensor([[16]]) } }).output)).toEqual([8, 8, 8]);
  });

  it('many to many of other lengths is for another package', () => {
    const why = 'inputs and outputs of different lengths need an encoder and a decoder: see @ostinato/seq2seq';
    expect(() => manyToManyUnaligned(why)).toThrow(StateError);
    expect(() => manyToManyUnaligned(why)).toThrow('@ostinato/seq2seq');
  });
});

describe('a wrong head', () => {
  it('is a type error, and an error where types are not checked', () => {
    // @ts-expect-error a head for every step is not for one vector
    expect(() => oneToOne(tenEach)).toThrow('this one works at every step. Take the module out of its TimeDistributed');
    // @ts-expect-error the same behind an encoder
    expect(() => manyToOne(new Pooled(new LeakySum(1), 'last'), tenEach)).toThrow(ArgumentError);
    // @ts-expect-error a layer gives a vector for each step, not one
    expect(() => manyToOne(new LeakySum(1), ten)).toThrow('an encoder with an encode method, such as Pooled');
    // @ts-expect-error a head for one vector is not for every step
    expect(() => manyToMany(new LeakySum(1), ten)).toThrow('Put it in a TimeDistributed');
    // @ts-expect-error an encoder gives one vector, not one for each step
    expect(() => manyToMany(new Pooled(new LeakySum(1), 'last'), tenEach)).toThrow('a layer with a forward method');
    // @ts-expect-error the same from one vector
    expect(() => oneToMany(new LeakySum(1), ten, { steps: 2 })).toThrow('Put it in a TimeDistributed');
    // @ts-expect-error a layer is no head for every step: it remembers
    expect(() => manyToMany(new LeakySum(1), new LeakySum(1))).toThrow(ArgumentError);
    // @ts-expect-error the message says what to use
    expect(() => manyToManyUnaligned(new LeakySum(1), new LeakySum(1))).toThrow('@ostinato/seq2seq');
  });

  it('of another size is a shape error', () => {
    const wide = new TimeDistributed({ forward: (v: Floats) => slice(v, 1, 0, 1) });
    const model = oneToMany(new LeakySum(2), wide, { steps: 2, feedback: true });
    expect(() => model.forward(zeros([1, 2]))).toThrow('the head must give 2 features, as x has; it gave 1');
    expect(() => model.forward(zeros([2]))).toThrow(ShapeError);
    expect(() => oneToMany(new LeakySum(2), wide, { steps: 0 })).toThrow('steps must be at least 1');
    const backward = Object.assign(new LeakySum(1), { bidirectional: true });
    expect(() => oneToMany(backward, wide, { steps: 2, feedback: true })).toThrow('reads backward');
    expect(() => manyToMany(Object.assign(new LeakySum(1), { timeMajor: true }), wide)).toThrow('without timeMajor');
  });
});
