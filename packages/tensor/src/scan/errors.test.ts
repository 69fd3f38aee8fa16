import { jsBackend } from '@ostinato/backend-js';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  add,
  type Backend,
  buffer,
  embedding,
  linear,
  normal,
  parameter,
  RandomGenerator,
  scan,
  setBackend,
  sum,
  tanh,
  tensor,
  type Tensor,
  tidy,
  valueAndGrad,
} from '../index.ts';
import { looped } from '../testing.ts';

type Floats = Tensor<'float32'>;
type StepOf = (x: Floats, h: Floats) => { output: Floats; state: Floats };

let backend: Backend;
beforeEach(() => setBackend((backend = jsBackend())));

const numbers = (...shape: number[]) => normal(shape, { generator: new RandomGenerator(1) });
const run = (step: StepOf) => scan(step, numbers(5, 3), numbers(4, 5, 3));
const adding =
  (change: (h: Floats) => Floats): StepOf =>
  (x, h) => {
    const next = add(x, change(h));
    return { output: next, state: next };
  };

/** What `fn` throws. */
function caught(fn: () => unknown): Error & { code?: string } {
  try {
    fn();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

describe('a step that is recorded', () => {
  it('must not use tensors from outside, and is told how to get them', () => {
    const outside = numbers(5, 3);
    const error = caught(() => run(adding((h) => add(h, outside))));
    expect(error).toMatchObject({ name: 'StateError', code: 'STATE_RECORDING' });
    expect(error.message).toBe(
      `scan: the step uses ${outside}, which was made outside of it. A step sees its input, its state, parameters and buffers only; ` +
        'pass other tensors by the option `given` (if they have a batch axis) or `shared` (if they have none).',
    );
  });

  it('may use parameters and buffers from outside', () => {
    const [weight, shift] = [parameter(numbers(3)), buffer(numbers(3))];
    const step = adding((h) => add(add(h, weight), shift));
    const bits = (x: Tensor) => [...x.dataSync()];
    expect(bits(run(step).outputs)).toEqual(bits(looped(() => run(step)).outputs));
  });

  it('must not read values', () => {
    const read = adding((h) => (h.dataSync()[0]! > 0 ? h : tanh(h)));
    const error = caught(() => run(read));
    expect(error).toMatchObject({ name: 'StateError', code: 'STATE_RECORDING' });
    expect(error.message).toContain('A step is being recorded');
    expect(error.message).toContain('data(), item(), toArray() and dataSync() cannot be used in it');
    expect(error.message).toContain(
      'Choose with where() instead of an if, or return what you want to look at as output or trace.',
    );
  });

  it('must not read values later either', async () => {
    const promises: Promise<unknown>[] = [];
    run(
      adding((h) => {
        promises.push(
          sum(h)
            .item()
            .catch((error: unknown) => error),
          h.toArray().catch((error: unknown) => error),
        );
        return h;
      }),
    );
    for (const error of await Promise.all(promises)) expect(error).toMatchObject({ code: 'STATE_RECORDING' });
    expect(promises.length).toBeGreaterThan(0);
  });

  it('must not wait for values', () => {
    const step = async (x: Floats, h: Floats) => ({ output: add(x, await h.item()), state: h });
    expect(() => run(step as never)).toThrow('scan: the function returned a promise. It must be synchronous');
  });

  it('must not assign', () => {
    const [weight, count] = [parameter(numbers(3)), buffer(tensor(0))];
    for (const change of [() => weight.assign(new Float32Array(3)), () => count.assign(add(count, 1))]) {
      const error = caught(() => run(adding((h) => (change(), h))));
      expect(error).toMatchObject({ name: 'StateError', code: 'STATE_RECORDING' });
      expect(error.message).toBe(
        'assign: a step of a scan is being recorded, and cannot change parameters or buffers. Return what changes as state or ' +
          'output, and assign it after the scan.',
      );
    }
    expect([weight.version, count.version]).toEqual([0, 0]);
  });
});

describe('what goes wrong with the real shapes', () => {
  it.each([
    ['a product that does not fit', adding((h) => linear(h, parameter(numbers(3, 2)))), 'got x [5,3]'],
    ['a sum that does not fit', adding((h) => add(h, tensor([1, 2]))), '[5,3]'],
    ['a state of another shape', ((x, h) => ({ output: x, state: sum(h, -1) })) as StepOf, 'float32 [5,3]'],
  ])('is said with them: %s', (_, step, words) => {
    const error = caught(() => run(step));
    expect(error.name).toBe('ShapeError');
    expect(error.message).toContain(words);
    const withoutIds = (text: string) => text.replace(/#\d+/g, '#');
    expect(withoutIds(error.message)).toBe(withoutIds(caught(() => looped(() => run(step))).message));
  });

  it('is an error of the step itself, thrown as it is', () => {
    const mine = new TypeError('my own');
    expect(
      caught(() =>
        run(
          adding(() => {
            throw mine;
          }),
        ),
      ),
    ).toBe(mine);
  });

  it('is no error with other shapes than those that are recorded', () => {
    const picky = adding((h) => {
      if (h.shape[0] !== 5) throw new Error('only five rows');
      return h;
    });
    expect(run(picky).outputs.shape).toEqual([4, 5, 3]);
  });

  it('is an index out of range, with its place', () => {
    const table = parameter(numbers(4, 3));
    const ids = tensor(Int32Array.of(0, 1, 2, 3, 0, 7), [3, 2], { dtype: 'int32' }) as Tensor<'int32'>;
    const step = (id: Tensor<'int32'>, h: Floats) => {
      const next = add(h, embedding(table, id));
      return { output: next, state: next };
    };
    const twice = [1, 2].map(() => caught(() => scan(step, numbers(2, 3), ids)));
    for (const error of twice) {
      expect(error.name).toBe('IndexError');
      expect(error.message).toBe('indexSelect: index 7 at position 1 is out of range; valid are 0 to 3.');
    }
  });
});

it('leaves nothing behind when a step is refused, and can go on', () => {
  const weight = parameter(numbers(3));
  weight.dataSync();
  const outside = numbers(5, 3);
  const steps: readonly (readonly [StepOf, string])[] = [
    [adding((h) => add(h, outside)), 'made outside of it'],
    [adding((h) => (h.dataSync(), h)), 'no values yet'],
    [adding((h) => (weight.assign(new Float32Array(3)), h)), 'cannot change parameters'],
    [adding((h) => linear(h, weight)), 'linear: weight [3]'],
  ];
  const before = backend.memory().storages;
  for (const [step, words] of steps) {
    expect(() => tidy(() => run(step))).toThrow(words);
    expect(() => tidy(() => valueAndGrad([weight], () => sum(run(step).outputs)))).toThrow(words);
  }
  expect(backend.memory().storages).toBe(before);
  const fine = tidy(() => valueAndGrad([weight], () => sum(run(adding((h) => add(h, weight))).outputs)));
  expect([...fine.gradients[0]!.dataSync()]).toEqual([50, 50, 50]);
});
