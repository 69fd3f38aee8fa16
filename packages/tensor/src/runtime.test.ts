import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError, BackendError, StateError } from '@ostinato/base';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  add,
  getBackend,
  inference,
  matmul,
  setBackend,
  tensor,
  training,
  trainingGenerator,
  RandomGenerator,
  where,
  withBackend,
} from './index.ts';

const key = Symbol.for('ostinato.tensor.runtime');
const global = globalThis as { [key]?: { backend: unknown } };

describe('backends', () => {
  beforeEach(() => setBackend(jsBackend()));

  it('is asked for with the two lines that cure it', () => {
    const before = global[key]!.backend;
    global[key]!.backend = undefined;
    try {
      expect(() => tensor([1])).toThrow(StateError);
      expect(() => tensor([1])).toThrow(expect.objectContaining({ code: 'STATE_NO_BACKEND' }));
      expect(() => getBackend()).toThrow(
        "import { jsBackend } from '@ostinato/backend-js';\n  setBackend(jsBackend());",
      );
    } finally {
      global[key]!.backend = before;
    }
  });

  it('is any object with an allocate function', () => {
    for (const wrong of [undefined, null, {}, jsBackend])
      expect(() => setBackend(wrong as never)).toThrow(ArgumentError);
  });

  it('is another one inside withBackend, also when that throws', () => {
    const [outer, inner] = [getBackend(), jsBackend({ float: 'float64' })];
    const x = withBackend(inner, () => {
      expect(getBackend()).toBe(inner);
      return tensor([0.1]);
    });
    expect(x.backend).toBe(inner);
    expect([...add(x, 0).dataSync()]).toEqual([0.1]);
    expect(() =>
      withBackend(inner, () => {
        throw new Error('mine');
      }),
    ).toThrow('mine');
    expect(() => withBackend(inner, async () => {})).toThrow(ArgumentError);
    expect(() => withBackend({} as never, () => 1)).toThrow(ArgumentError);
    expect(getBackend()).toBe(outer);
  });

  it('are not mixed', () => {
    const other = jsBackend();
    const [a, b] = [tensor([[1]]), tensor([[1]], { backend: other })];
    for (const mix of [() => add(a, b), () => matmul(a, b), () => where(tensor([[true]], { dtype: 'bool' }), a, b)]) {
      expect(mix).toThrow(BackendError);
      expect(mix).toThrow('operands live on two backends (js and js)');
    }
  });
});

describe('training', () => {
  beforeEach(() => setBackend(jsBackend()));

  it('is on inside, off outside and inside inference', () => {
    const generator = new RandomGenerator(1);
    expect(trainingGenerator()).toBeUndefined();
    training({ generator }, () => {
      expect(trainingGenerator()).toBe(generator);
      inference(() => expect(trainingGenerator()).toBeUndefined());
      expect(trainingGenerator()).toBe(generator);
    });
    expect(() =>
      training({}, () => {
        throw new Error('mine');
      }),
    ).toThrow('mine');
    expect(trainingGenerator()).toBeUndefined();
    expect(() => training({ genrator: generator } as never, () => 1)).toThrow('Did you mean "generator"?');
    expect(() => training({}, async () => {})).toThrow(ArgumentError);
  });
});

describe('two copies of the package', () => {
  afterEach(() => vi.resetModules());

  it('fail loudly, naming both versions', async () => {
    vi.resetModules();
    const copy = await import('./index.ts');
    setBackend(jsBackend());
    expect(() => copy.setBackend(jsBackend())).toThrow(StateError);
    expect(() => copy.tensor([1])).toThrow(/installed twice \(versions \d+\.\d+\.\d+\S* and \d+\.\d+\.\d+\S*\)/);
    expect([...tensor([1]).dataSync()]).toEqual([1]);
  });
});
