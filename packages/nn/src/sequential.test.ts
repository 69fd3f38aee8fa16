import { jsBackend } from '@ostinato/backend-js';
import { type Backend, relu, setBackend, tensor, tidy } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { Linear } from './linear.ts';
import { Sequential } from './sequential.ts';
import { stateDict } from './state-dict.ts';

let backend: Backend;
beforeEach(() => setBackend((backend = jsBackend({ float: 'float64' }))));

const make = () =>
  new Sequential(
    new Linear({ inFeatures: 2, outFeatures: 3 }),
    relu,
    new Sequential(new Linear({ inFeatures: 3, outFeatures: 1 })),
  );

describe('Sequential', () => {
  it('runs layers and functions one after the other', () => {
    const model = make();
    const [first, , last] = [model[0] as Linear, model[1], model[2] as Sequential];
    const x = tensor([[1, -2]]);
    expect([...model.forward(x).dataSync()]).toEqual([...last.forward(relu(first.forward(x))).dataSync()]);
    expect(model.length).toBe(3);
  });

  it("has torch's names: functions count", () => {
    expect([...stateDict(make()).keys()]).toEqual(['0.weight', '0.bias', '2.0.weight', '2.0.bias']);
  });

  it('frees what lies between', () => {
    const model = make();
    tidy(() => void model.forward(tensor([[1, 2]])));
    const before = backend.memory().storages;
    tidy(() => void model.forward(tensor([[1, 2]])));
    expect(backend.memory().storages).toBe(before);
  });

  it('refuses what is no layer', () => {
    expect(() => new Sequential(relu, 3 as never)).toThrow('layer 1 must be a function or have forward, got 3');
  });
});
