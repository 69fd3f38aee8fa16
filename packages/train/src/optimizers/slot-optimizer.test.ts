import { jsBackend } from '@ostinato/backend-js';
import { ShapeError, StateError } from '@ostinato/base';
import { type Parameter, parameter, setBackend, tensor } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { adam } from './adam.ts';
import type { Optimizer } from './optimizer.ts';
import { sgd } from './sgd.ts';

beforeEach(() => setBackend(jsBackend()));

const bound = (optimizer: Optimizer, ...values: number[]): Parameter[] => {
  const parameters = values.map((value) => parameter(tensor([value, value])));
  optimizer.init(new Map(parameters.map((p, i) => [`p${i}`, p])));
  return parameters;
};
const one = (value: number) => tensor([value, value]);

describe('what every optimizer does', () => {
  it('wants init first and one model only', () => {
    const optimizer = adam();
    expect(() => optimizer.update(new Map([['p0', one(1)]]))).toThrow(/Call init/);
    const [p] = bound(optimizer, 1);
    optimizer.init(new Map([['p0', p!]]));
    expect(() => bound(optimizer, 1)).toThrow(StateError);
  });

  it('writes nothing when a gradient does not belong or fit', () => {
    const optimizer = sgd({ learningRate: 1 });
    const [p] = bound(optimizer, 1);
    expect(() =>
      optimizer.update(
        new Map([
          ['p0', one(1)],
          ['q', one(1)],
        ]),
      ),
    ).toThrow(/"q"/);
    expect(() => optimizer.update(new Map([['p0', tensor([1])]]))).toThrow(ShapeError);
    expect([...p!.dataSync()]).toEqual([1, 1]);
  });

  it('skips frozen parameters, and takes another rate at once', () => {
    const optimizer = sgd({ learningRate: 1 });
    const [p, q] = bound(optimizer, 1, 1);
    q!.trainable = false;
    optimizer.learningRate = 0.25;
    optimizer.update(
      new Map([
        ['p0', one(1)],
        ['p1', one(1)],
      ]),
    );
    expect([p!.dataSync()[0], q!.dataSync()[0]]).toEqual([0.75, 1]);
  });

  it('goes on from a saved state as if nothing had happened', () => {
    const train = (optimizer: Optimizer, from: number, to: number): void => {
      for (let i = from; i < to; i++)
        optimizer.update(
          new Map([
            ['p0', one(Math.sin(i))],
            ['p1', i < 3 ? undefined : one(i)],
          ]),
        );
    };
    const whole = adam({ learningRate: 0.1, amsgrad: true });
    const expected = bound(whole, 1, 2);
    train(whole, 0, 6);
    const first = adam({ learningRate: 0.1, amsgrad: true });
    const half = bound(first, 1, 2);
    train(first, 0, 2);
    const second = adam({ learningRate: 0.7, amsgrad: true });
    const rest = bound(second, 1, 2);
    rest.forEach((p, i) => p.assign(half[i]!.dataSync()));
    second.update(
      new Map([
        ['p0', one(9)],
        ['p1', one(9)],
      ]),
    );
    rest.forEach((p, i) => p.assign(half[i]!.dataSync()));
    second.load(first.state());
    expect([...first.state().tensors.keys()]).toEqual(['p0.exp_avg', 'p0.exp_avg_sq', 'p0.max_exp_avg_sq']);
    train(second, 2, 6);
    expect(rest.map((p) => [...p.dataSync()])).toEqual(expected.map((p) => [...p.dataSync()]));
  });

  it('refuses the state of another make, naming both, and stays as it was', () => {
    const source = adam({ betas: [0.8, 0.9] });
    bound(source, 1);
    source.update(new Map([['p0', one(1)]]));
    const state = source.state();
    const other = adam();
    bound(other, 1);
    expect(() => other.load(state)).toThrow(/made with betas \[0.8,0.9\], this optimizer has \[0.9,0.999\]/);
    const third = sgd({ learningRate: 1 });
    bound(third, 1);
    expect(() => third.load(state)).toThrow(/optimizer "adam", this is "sgd"/);
    const same = adam({ betas: [0.8, 0.9], learningRate: 5 });
    bound(same, 1);
    expect(() => same.load({ ...state, tensors: new Map() })).toThrow(/lacks "p0.exp_avg"/);
    expect(() => same.check({ ...state, json: { ...(state.json as object), steps: { q: 1 } } })).toThrow(/"q"/);
    expect(same.learningRate).toBe(5);
    same.check(state);
    expect(same.learningRate).toBe(5);
  });
});
