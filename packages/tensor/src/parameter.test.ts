import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError, GradError, ShapeError, StateError } from '@ostinato/base';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type Backend,
  Buffer,
  buffer,
  mul,
  Parameter,
  parameter,
  setBackend,
  square,
  sum,
  tensor,
  tidy,
  valueAndGrad,
} from './index.ts';

let backend: Backend;
beforeEach(() => setBackend((backend = jsBackend())));

describe('Parameter', () => {
  it('copies a tensor', () => {
    const x = tensor([1, 2]);
    const w = parameter(x);
    x.dispose();
    expect([...w.dataSync()]).toEqual([1, 2]);
    expect(w).toBeInstanceOf(Parameter);
  });

  it('draws its initial value once, at the first read', () => {
    const draw = vi.fn<() => Float32Array>(() => Float32Array.of(1, 2));
    const w = parameter({ shape: [2], draw });
    expect(w.shape).toEqual([2]);
    expect(backend.memory().storages).toBe(0);
    expect(draw).not.toHaveBeenCalled();
    expect([...w.dataSync(), ...mul(w, 2).dataSync()]).toEqual([1, 2, 2, 4]);
    expect(draw).toHaveBeenCalledTimes(1);
  });

  it('is loaded before its first read without any draw', () => {
    const draw = vi.fn<() => Float32Array>(() => Float32Array.of(1, 2));
    const w = parameter({ shape: [2], draw });
    w.assign(Float32Array.of(5, 6));
    expect([...w.dataSync()]).toEqual([5, 6]);
    expect(draw).not.toHaveBeenCalled();
    const v = parameter({ shape: [2], draw });
    v.assign(tensor([7, 8]));
    expect([...v.dataSync()]).toEqual([7, 8]);
    expect(draw).not.toHaveBeenCalled();
  });

  it('starts over from another initial value, drawn at the first use if there was none', () => {
    const draw = vi.fn<() => Float32Array>(() => Float32Array.of(1, 2));
    const w = parameter({ shape: [2], draw: () => Float32Array.of(8, 9) });
    w.initialize({ shape: [2], draw });
    expect(draw).not.toHaveBeenCalled();
    expect([...w.dataSync()]).toEqual([1, 2]);
    const place = w.storage();
    w.initialize({ shape: [2], draw: () => Float32Array.of(3, 4) });
    expect([...w.dataSync(), w.version]).toEqual([3, 4, 1]);
    expect(w.storage()).toBe(place);
    expect(() => w.initialize({ shape: [3], draw })).toThrow(ShapeError);
  });

  it('keeps its storage through assignments and counts them', () => {
    const w = parameter(tensor([1, 2]));
    const place = w.storage();
    expect(w.version).toBe(0);
    w.assign(tensor([3, 4]));
    w.assign(Float32Array.of(5, 6));
    expect(w.version).toBe(2);
    expect(w.storage()).toBe(place);
    expect([...w.dataSync()]).toEqual([5, 6]);
  });

  it('belongs to no tidy', () => {
    const w = tidy(() => [parameter(tensor([1]))])[0]!;
    tidy(() => {
      w.dataSync();
    });
    expect(w.isDisposed).toBe(false);
    w.dispose();
    expect(backend.memory().storages).toBe(0);
    expect(() => w.dataSync()).toThrow('was used after it was disposed');
  });

  it('refuses what does not fit and stays as it was', () => {
    const w = parameter(tensor([1, 2]));
    const before = () => [...w.dataSync(), w.version];
    const was = before();
    expect(() => w.assign(tensor([1, 2, 3]))).toThrow(ShapeError);
    expect(() => w.assign(tensor([1, 2, 3]))).toThrow('expected float32 [2], got float32 [3]');
    expect(() => w.assign(tensor([1, 2], { dtype: 'int32' }) as never)).toThrow('int32 [2]');
    expect(() => w.assign(Float32Array.of(1))).toThrow('[2] has 2 elements, got 1');
    expect(() => w.assign([1, 2] as never)).toThrow(ArgumentError);
    expect(() => w.assign(null as never)).toThrow(ArgumentError);
    expect(() => w.assign(tensor([1, 2], { backend: jsBackend() }))).toThrow(StateError);
    const dead = tensor([1, 2]);
    dead.dispose();
    expect(() => w.assign(dead)).toThrow('was used after it was disposed');
    expect(before()).toEqual(was);
  });

  it('draws nothing for a refused assignment', () => {
    const draw = vi.fn<() => Float32Array>(() => Float32Array.of(1, 2));
    const w = parameter({ shape: [2], draw });
    const dead = tensor([1, 2]);
    dead.dispose();
    for (const wrong of [tensor([1]), Float32Array.of(1), dead])
      expect(() => w.assign(wrong as never)).toThrow(/assign|disposed/);
    expect([...w.dataSync()]).toEqual([1, 2]);
  });

  it('may be assigned to after, not during, a gradient', () => {
    const w = parameter(tensor([3]));
    const { gradients } = valueAndGrad([w], () => sum(square(w)));
    w.assign(tensor([1]));
    expect([...gradients[0]!.dataSync()]).toEqual([6]);
    const late = () =>
      valueAndGrad([w], () => {
        const loss = sum(square(w));
        w.assign(Float32Array.of(9));
        return loss;
      });
    expect(late).toThrow(GradError);
    expect(late).toThrow(/^square: .*\(version \d, now \d\)/);
  });

  it('is left out of the gradients of a module when frozen', () => {
    const model = { inner: { a: parameter(tensor([1])), b: parameter(tensor([2])) } };
    model.inner.b.trainable = false;
    const { gradients } = valueAndGrad(model, () => sum(mul(model.inner.a, model.inner.b)));
    expect([...gradients.keys()]).toEqual(['inner.a']);
  });
});

describe('Buffer', () => {
  it('is a box of any dtype that gradients of a module do not reach', () => {
    const steps = buffer(tensor([1], { dtype: 'int32' }));
    steps.assign(Int32Array.of(4));
    expect(steps).toBeInstanceOf(Buffer);
    expect([...steps.dataSync()]).toEqual([4]);
    const model = { inner: { w: parameter(tensor([1])), mean: buffer(tensor([2])) } };
    const { gradients } = valueAndGrad(model, () => sum(mul(model.inner.w, model.inner.mean)));
    expect([...gradients.keys()]).toEqual(['inner.w']);
  });
});
