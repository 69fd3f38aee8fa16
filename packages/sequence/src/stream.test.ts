import { jsBackend } from '@ostinato/backend-js';
import { wasmBackend } from '@ostinato/backend-wasm';
import { ArgumentError, DisposedError, ShapeError, StateError } from '@ostinato/base';
import {
  add,
  compile,
  type Backend,
  linear,
  parameter,
  reshape,
  scan,
  setBackend,
  squeeze,
  sum,
  tanh,
  tensor,
  type Tensor,
  tidy,
  transpose,
  unsqueeze,
  valueAndGrad,
  zeros,
} from '@ostinato/tensor';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SequenceLayer, SequenceOptions } from './sequence-layer.ts';
import { stream } from './stream.ts';

type Floats = Tensor<'float32'>;
type State = { readonly h: Floats };

const numbers = (count: number, seed: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(1 + seed * 7.3 + i * 1.7));
const [features, units] = [3, 5];

const weight = (seed: number, ...shape: number[]) =>
  tidy(() =>
    parameter(
      tensor(
        numbers(
          shape.reduce((n, size) => n * size, 1),
          seed,
        ),
        shape,
      ),
    ),
  );

/** A vanilla recurrent layer. */
class Recurrent implements SequenceLayer<State> {
  readonly into = weight(1, units, features);
  readonly over = weight(2, units, units);
  readonly bias = weight(3, units);
  readonly timeMajor: boolean;

  constructor(timeMajor = false) {
    this.timeMajor = timeMajor;
  }

  readonly step = (x: Floats, h: Floats) => {
    const next = tanh(add(linear(x, this.into, this.bias), linear(h, this.over)));
    return { output: next, state: next };
  };

  forward(input: Floats, { state }: SequenceOptions<State> = {}) {
    const turned = (x: Floats): Floats => (this.timeMajor ? x : transpose(x, 0, 1));
    const x = turned(input);
    const { outputs, state: last } = scan(this.step, state ? squeeze(state.h, 0) : zeros([x.shape[1]!, units]), x);
    return { output: turned(outputs), state: { h: unsqueeze(last, 0) } };
  }

  dispose(): void {
    for (const box of [this.into, this.over, this.bias]) box.dispose();
  }
}

describe.each<[string, () => Backend | Promise<Backend>]>([
  ['js', jsBackend],
  ['wasm', () => wasmBackend({ threads: 1 })],
])('stream on %s', (_, make) => {
  let backend: Backend;
  beforeAll(async () => setBackend((backend = await make())));
  afterAll(() => backend.dispose());

  it.each([
    [1, false],
    [1, true],
    [4, false],
    [4, true],
  ])('gives what forward gives over all steps: %d sequences, time major %s', (batch, timeMajor) => {
    const { storages } = backend.memory();
    const layer = new Recurrent(timeMajor);
    const steps = 6;
    const frames = Array.from({ length: steps }, (__, t) => numbers(batch * features, 10 + t));
    const live = stream(layer, { batch, timeMajor });
    tidy(() => {
      const whole = tensor(Float32Array.from(frames.flatMap((frame) => [...frame])), [steps, batch, features]);
      const { output, state } = layer.forward(timeMajor ? whole : transpose(whole, 0, 1));
      const wanted = (timeMajor ? output : transpose(output, 0, 1)).dataSync();
      frames.forEach((frame, t) => {
        const got = live.push(t % 2 ? frame : tensor(frame, [batch, features]));
        expect(got.shape).toEqual([batch, units]);
        expect(got.dataSync()).toEqual(wanted.slice(t * batch * units, (t + 1) * batch * units));
      });
      expect(live.state().h.dataSync()).toEqual(state.h.dataSync());
      // It goes on from a state, also one of its own.
      const other = stream(layer, { batch, timeMajor, state: live.state() });
      expect(other.state().h.dataSync()).toEqual(state.h.dataSync());
      expect(other.push(frames[0]!).dataSync()).toEqual(live.push(frames[0]!).dataSync());
      other.dispose();
    });
    live.dispose();
    layer.dispose();
    expect(backend.memory().storages).toBe(storages);
  });

  it('follows parameters that change, and writes each output to the same place', () => {
    const layer = new Recurrent();
    const live = stream(layer);
    const results = Array.from({ length: 8 }, (__, t) => {
      if (t === 4) layer.into.assign(numbers(units * features, 8));
      if (t === 5) layer.over.assign(numbers(units * units, 9));
      const output = live.push(numbers(features, t));
      return [output, output.dataSync()] as const;
    });
    layer.over.assign(numbers(units * units, 2));
    layer.into.assign(numbers(units * features, 1));
    let h = zeros([1, 1, units]); // by forward, one step at a time
    for (let t = 0; t < 8; t++) {
      if (t === 4) layer.into.assign(numbers(units * features, 8));
      if (t === 5) layer.over.assign(numbers(units * units, 9));
      const { output, state } = layer.forward(tensor(numbers(features, t), [1, 1, features]), { state: { h } });
      h = state.h;
      expect(output.dataSync()).toEqual(results[t]![1]);
    }
    expect(results.at(-1)![0]).toBe(results[0]![0]);
    live.dispose();
    layer.dispose();
  });

  it('takes no memory from step to step', () => {
    const layer = new Recurrent();
    const live = stream(layer);
    const frame = numbers(features, 1);
    for (let t = 0; t < 3; t++) live.push(frame);
    const { bytes, peakBytes } = backend.memory();
    const allocate = vi.spyOn(backend, 'allocate');
    for (let t = 0; t < 50; t++) live.push(frame);
    if (backend.observe !== undefined) expect(allocate).not.toHaveBeenCalled();
    allocate.mockRestore();
    expect(backend.memory().bytes).toBe(bytes);
    if (backend.observe !== undefined) expect(backend.memory().peakBytes).toBe(peakBytes);
    live.dispose();
    layer.dispose();
  });

  it('cannot be part of what is differentiated, compiled or scanned', () => {
    const layer = new Recurrent();
    const live = stream(layer);
    const push = () => live.push(numbers(features, 1));
    tidy(() => {
      expect(() => valueAndGrad(layer, () => sum(push()))).toThrow(/stream.push.*inside valueAndGrad/);
      const step = (x: Floats, h: Floats) => ({ state: add(h, sum(push())), output: x });
      expect(() => scan(step, zeros([1, 2]), zeros([3, 1, 2]))).toThrow(StateError);
      if (backend.observe !== undefined) expect(() => compile(() => add(push(), 0))()).toThrow(/inside compile/);
      expect(() => live.state()).toThrow(StateError); // nothing has happened
    });
    live.dispose();
    layer.dispose();
  });

  it('hands on states that a layer moves from place to place', () => {
    const delay = {
      forward(input: Floats, { state }: SequenceOptions<{ cur: Floats; prev: Floats }> = {}) {
        const x = squeeze(input, 1);
        const { cur, prev } = state ?? { cur: zeros(x.shape), prev: zeros(x.shape) };
        return { output: unsqueeze(prev, 1), state: { cur: x, prev: cur } };
      },
    };
    const live = stream(delay);
    const outputs = [1, 2, 3, 4, 5, 6].map((value) => live.push(Float32Array.of(value)).dataSync()[0]);
    expect(outputs).toEqual([0, 0, 1, 2, 3, 4]);
    live.dispose();
  });

  it('says what is wrong, before anything has changed', () => {
    const layer = new Recurrent();
    const live = stream(layer, { batch: 2 });
    expect(() => live.state()).toThrow(StateError);
    expect(() => live.push(tensor(numbers(3, 1), [1, 3]))).toThrow(/here \[2, features\]; got \[1,3\]/);
    expect(() => live.push(numbers(7, 1))).toThrow(/here \[2, features\]; got 7 numbers/);
    expect(() => live.push(3 as never)).toThrow(/Float32Array/);
    live.push(numbers(6, 1));
    const state = live.state().h.dataSync();
    expect(() => live.push(numbers(4, 1))).toThrow(ShapeError);
    expect(() => live.push(reshape(tensor(numbers(6, 1), [6]), [3, 2]))).toThrow(/\[2, 3\]; got \[3,2\]/);
    expect(live.state().h.dataSync()).toEqual(state);
    live.dispose();
    expect(() => live.push(numbers(6, 1))).toThrow(DisposedError);
    expect(() => live.state()).toThrow(DisposedError);
    const again = stream(layer);
    again.push(numbers(3, 1)).dispose();
    expect(() => again.push(numbers(3, 1))).toThrow(/belongs to the stream/);
    again.dispose();
    expect(() => stream(layer, { batch: 0 })).toThrow(ArgumentError);
    expect(() => stream({} as never)).toThrow(/a layer with a forward method/);
    expect(() => stream(Object.assign(new Recurrent(), { bidirectional: true }))).toThrow(/reads backward/);
    layer.dispose();
  });
});
