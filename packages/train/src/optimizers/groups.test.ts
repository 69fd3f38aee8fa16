import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError, StateError } from '@ostinato/base';
import { type Parameter, parameter, setBackend, tensor } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { adam } from './adam.ts';
import { groups } from './groups.ts';
import type { Optimizer } from './optimizer.ts';
import { sgd } from './sgd.ts';

beforeEach(() => setBackend(jsBackend({ float: 'float64' })));

const model = (): Map<string, Parameter> => new Map(['weight', 'bias'].map((key) => [key, parameter(tensor([1]))]));
const ones = () =>
  new Map([
    ['weight', tensor([1])],
    ['bias', tensor([1])],
  ]);
const values = (parameters: Map<string, Parameter>) => [...parameters.values()].map((p) => p.dataSync()[0]);
const two = (): Optimizer =>
  groups([
    { parameters: ['bias'], optimizer: sgd({ learningRate: 0.5 }) },
    { parameters: () => true, optimizer: sgd({ learningRate: 0.25, momentum: 0.5 }) },
  ]);

describe('groups', () => {
  it('gives each parameter to the first group that names it', () => {
    const parameters = model();
    const optimizer = two();
    optimizer.init(parameters);
    optimizer.update(ones());
    expect(values(parameters)).toEqual([0.75, 0.5]);
  });

  it('scales all rates by its own', () => {
    const parameters = model();
    const optimizer = two();
    optimizer.init(parameters);
    optimizer.learningRate = 0.5;
    optimizer.update(ones());
    expect(values(parameters)).toEqual([0.875, 0.75]);
  });

  it('saves and loads all groups or none', () => {
    const parameters = model();
    const optimizer = two();
    optimizer.init(parameters);
    optimizer.learningRate = 0.5;
    optimizer.update(ones());
    const other = two();
    const again = model();
    other.init(again);
    other.load(optimizer.state());
    for (const [key, p] of again) p.assign(parameters.get(key)!.dataSync());
    optimizer.update(ones());
    other.update(ones());
    expect(values(again)).toEqual(values(parameters));
    expect(other.learningRate).toBe(0.5);

    const wrong = groups([
      { parameters: ['bias'], optimizer: sgd({ learningRate: 0.5 }) },
      { parameters: () => true, optimizer: adam() },
    ]);
    wrong.init(model());
    expect(() => wrong.load(optimizer.state())).toThrow(/"sgd", this is "adam"/);
    expect(wrong.learningRate).toBe(1);
    const single = sgd({ learningRate: 1 });
    single.init(model());
    expect(() => single.load(optimizer.state())).toThrow(StateError);
    expect(() => other.load(single.state())).toThrow(/"sgd", this is "groups"/);
  });

  it('names keys that do not exist and parameters in no group', () => {
    const only = (key: string) => groups([{ parameters: [key], optimizer: sgd({ learningRate: 1 }) }]);
    expect(() => only('wieght').init(model())).toThrow(/no parameter "wieght". Did you mean "weight"/);
    expect(() => only('bias').init(model())).toThrow(/"weight" is in no group/);
    const frozen = model();
    frozen.get('weight')!.trainable = false;
    only('bias').init(frozen);
    expect(() => two().update(ones())).toThrow(StateError);
    expect(() => groups([])).toThrow(ArgumentError);
    const shared = sgd({ learningRate: 1 });
    expect(() =>
      groups([
        { parameters: ['a'], optimizer: shared },
        { parameters: ['b'], optimizer: shared },
      ]),
    ).toThrow(/earlier group/);
  });
});
