import { type JsStorage, jsBackend } from '@ostinato/backend-js';
import { DisposedError } from '@ostinato/base';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  add,
  type Backend,
  keep,
  mul,
  parameter,
  reshape,
  setBackend,
  slice,
  split,
  square,
  sum,
  tensor,
  type Tensor,
  tidy,
  valueAndGrad,
} from './index.ts';

let backend: Backend;
beforeEach(() => setBackend((backend = jsBackend())));
const storages = () => backend.memory().storages;

describe('tidy', () => {
  it('frees all but what it returns, in any nesting', () => {
    const result = tidy(() => {
      const [a, b, c] = [tensor([1]), tensor([2]), tensor([3])];
      return { list: [a], map: new Map([['b', b]]), deep: { c: [c] }, waste: add(a, b).shape };
    });
    expect(storages()).toBe(3);
    expect([...result.map.get('b')!.dataSync(), ...result.deep.c[0]!.dataSync()]).toEqual([2, 3]);
  });

  it('hands results to the surrounding tidy', () => {
    tidy(() => {
      const inner = tidy(() => square(tensor([1, 2])));
      expect(storages()).toBe(1);
      expect(inner.isDisposed).toBe(false);
    });
    expect(storages()).toBe(0);
  });

  it('frees everything when the function throws', () => {
    expect(() => tidy(() => add(tensor([1, 2]), tensor([1, 2, 3])))).toThrow('[2]');
    expect(() =>
      tidy(() => {
        tensor([1]);
        throw new Error('mine');
      }),
    ).toThrow('mine');
    expect(storages()).toBe(0);
  });

  it('refuses promises, and frees', () => {
    expect(() => tidy(async () => tensor([1]))).toThrow(expect.objectContaining({ code: 'ARGUMENT_TYPE' }));
    expect(() => tidy(3 as never)).toThrow(expect.objectContaining({ code: 'ARGUMENT_TYPE' }));
    expect(storages()).toBe(0);
  });

  it('leaves what was made outside and parameters alone', () => {
    const x = tensor([1]);
    const w = tidy(() => ({ later: parameter(x) })).later;
    tidy(() => [mul(x, w)]).forEach((one) => one.dispose());
    expect(x.isDisposed || w.isDisposed).toBe(false);
  });

  it('keep takes a tensor out of every tidy around it', () => {
    let kept!: Tensor;
    tidy(() =>
      tidy(() => {
        kept = keep(tensor([7]));
      }),
    );
    expect([...kept.dataSync()]).toEqual([7]);
    kept.dispose();
    expect(storages()).toBe(0);
  });

  it('counts holders of a storage: views outlive the original', () => {
    const x = tensor([1, 2, 3, 4]);
    const view = reshape(x, [2, 2]);
    const [front, back] = split(x, 2);
    x.dispose();
    back!.dispose();
    expect([...view.dataSync()]).toEqual([1, 2, 3, 4]);
    view.dispose();
    expect(storages()).toBe(1);
    front!.dispose();
  });
});

describe('dispose', () => {
  it('is harmless twice and names the tensor in later uses', () => {
    const x = tensor([1, 2]);
    const name = String(x);
    x.dispose();
    x.dispose();
    expect(storages()).toBe(0);
    for (const use of [() => x.dataSync(), () => add(x, 1), () => x.backend, () => slice(x, 0)]) {
      expect(use).toThrow(DisposedError);
      expect(use).toThrow(`${name} was used after it was disposed`);
    }
    expect(name).toMatch(/^Tensor #\d+ float32 \[2\]$/);
  });

  it('works by `using`', () => {
    const x = tensor([1]);
    x[Symbol.dispose]();
    expect(x.isDisposed).toBe(true);
  });

  it('rejects asynchronous reads too', async () => {
    const x = tensor([1]);
    x.dispose();
    await expect(x.data()).rejects.toThrow(DisposedError);
    await expect(x.item()).rejects.toThrow(DisposedError);
  });
});

describe('garbage', () => {
  afterEach(() => vi.restoreAllMocks());

  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const settle = async () => {
    for (let i = 0; i < 10; i++) {
      collect();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };

  it('of tensors outside any tidy is reclaimed by the safety net, gradients included', async () => {
    const held = tensor([1, 2, 3]);
    (() => {
      for (let i = 0; i < 20; i++) {
        add(held, i);
        reshape(held, [3, 1]);
        valueAndGrad(held, () => sum(add(held, held)));
        keep(square(held));
        tidy(() => mul(held, 2));
      }
    })();
    await settle();
    expect(storages()).toBe(1);
    expect([...held.dataSync()]).toEqual([1, 2, 3]);
  });

  it('is only looked for among tensors that escape all scopes', () => {
    const watch = vi.spyOn(FinalizationRegistry.prototype, 'register');
    const forget = vi.spyOn(FinalizationRegistry.prototype, 'unregister');
    const calls = () => [watch.mock.calls.length, forget.mock.calls.length];
    const x = tensor([1, 2]);
    expect(calls()).toEqual([1, 0]);
    tidy(() => tidy(() => valueAndGrad(x, () => sum(mul(x, x)))).value.dataSync());
    expect(calls()).toEqual([1, 0]);
    const [kept, returned] = tidy(() => tidy(() => [keep(square(x)), mul(x, 2)] as const));
    expect(calls()).toEqual([3, 0]);
    for (const escaped of [kept, returned, x]) escaped.dispose();
    expect(calls()).toEqual([3, 3]);
    expect(storages()).toBe(0);
  });

  it('does not free a second time what was disposed', async () => {
    const freed: unknown[] = [];
    const js = jsBackend();
    const spy = Object.assign(Object.create(js) as Backend, {
      kernels: js.kernels,
      allocate: (dtype: 'float32', count: number) => js.allocate(dtype, count),
      free: (storage: JsStorage) => {
        freed.push(storage);
        js.free(storage);
      },
      write: (...all: Parameters<typeof js.write>) => js.write(...all),
      elementBytes: (dtype: 'float32') => js.elementBytes(dtype),
    });
    (() => tensor([1], { backend: spy }).dispose())();
    await settle();
    expect(freed).toHaveLength(1);
  });
});
