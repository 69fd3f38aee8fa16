import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError, NumericError, ShapeError } from '@ostinato/base';
import {
  add,
  cast,
  parameter,
  RandomGenerator,
  setBackend,
  sum,
  tensor,
  type Tensor,
  trainingGenerator,
  zeros,
} from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { type DecodingStepFunction, generate, generateAll } from './generate.ts';
import { greedy } from './greedy.ts';

let backend = jsBackend();
beforeEach(() => setBackend((backend = jsBackend())));

/** After tokens with sum s: the next is s mod 5, surely. The state is the sum. */
const sumModel: DecodingStepFunction<{ total: Tensor<'float32'> }> = (tokens, state) => {
  const total = add(sum(cast(tokens, 'float32')), state?.total ?? zeros([]));
  const next = total.dataSync()[0]! % 5;
  const rows = Array.from(tokens.dataSync(), (_, i) =>
    [0, 1, 2, 3, 4].map((id) => (i + 1 === tokens.size && id === next ? 50 : -50)),
  );
  return { logits: tensor([rows]) as Tensor<'float32'>, state: { total } };
};

describe('generate', () => {
  it('feeds the prompt, then each token, and carries the state', async () => {
    const calls: (readonly number[])[] = [];
    const step: typeof sumModel = (tokens, state) => {
      calls.push(tokens.shape);
      expect(state === undefined).toBe(calls.length === 1);
      return sumModel(tokens, state);
    };
    expect([...(await generateAll(step, [1, 2, 4], { maxTokens: 4 }))]).toEqual([2, 4, 3, 1]);
    expect(calls).toEqual([
      [1, 3],
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
  });

  it('ends at maxTokens, or with the token that stops', async () => {
    expect(await generateAll(sumModel, [1], { maxTokens: 1 })).toHaveLength(1);
    expect([...(await generateAll(sumModel, [1, 2, 4], { maxTokens: 9, stop: [4, 0] }))]).toEqual([2, 4]);
    expect([
      ...(await generateAll(sumModel, Int32Array.of(1, 2, 4), { maxTokens: 9, stop: (id) => id === 3 })),
    ]).toEqual([2, 4, 3]);
  });

  it('is seeded, filtered, and in inference mode', async () => {
    const flat: DecodingStepFunction<undefined> = () => {
      expect(trainingGenerator()).toBeUndefined();
      return { logits: zeros([50]), state: undefined };
    };
    const run = (seed: number) => generateAll(flat, [0], { maxTokens: 20, generator: new RandomGenerator(seed) });
    expect(await run(1)).toEqual(await run(1));
    expect(await run(1)).not.toEqual(await run(2));
    expect([...(await generateAll(flat, [0], { maxTokens: 3, filters: [greedy] }))]).toEqual([0, 0, 0]);
  });

  it('frees everything: at the end, when it is left, on errors', async () => {
    const weight = parameter(tensor([1]));
    weight.dataSync();
    const { storages } = backend.memory();
    const step: DecodingStepFunction<object> = (tokens, state) => {
      if (tokens.dataSync()[0] === 3) throw new RangeError('mine');
      const next = sumModel(tokens, state as never);
      return {
        ...next,
        state: { ...next.state, weight, same: (state as { same?: Tensor } | undefined)?.same ?? tensor([7]) },
      };
    };
    await generateAll(step, [1, 2, 4], { maxTokens: 3 });
    expect(backend.memory().storages).toBe(storages);
    for await (const _ of generate(step, [1, 2, 4], { maxTokens: 3 })) break;
    expect(backend.memory().storages).toBe(storages);
    await expect(generateAll(step, [1, 2, 4], { maxTokens: 9 })).rejects.toThrow(RangeError);
    await expect(
      generateAll(() => ({ logits: tensor([NaN]), state: { x: zeros([3]) } }), [1], { maxTokens: 2 }),
    ).rejects.toThrow(NumericError);
    await expect(
      generateAll(() => ({ logits: zeros([2, 1, 3]), state: zeros([2]) }), [1], { maxTokens: 2 }),
    ).rejects.toThrow(ShapeError);
    await expect(generateAll(() => ({ logits: 3 as never, state: zeros([2]) }), [1], { maxTokens: 2 })).rejects.toThrow(
      /the result of step/,
    );
    expect(backend.memory().storages).toBe(storages);
    expect(weight.isDisposed).toBe(false);
  });

  it('obeys a signal before the next token', async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const running = (async () => {
      for await (const token of generate(sumModel, [1], { maxTokens: 100, signal: controller.signal })) {
        seen.push(token);
        if (seen.length === 3) controller.abort();
      }
    })();
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect(seen).toHaveLength(3);
    expect(backend.memory().storages).toBe(0);
    const timed = AbortSignal.timeout(20);
    await expect(generateAll(sumModel, [1], { maxTokens: 1e9, signal: timed })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });

  it('names a wrong argument at the call', () => {
    const wrong =
      (options: object, prompt: unknown = [1]) =>
      () =>
        generate(sumModel, prompt as number[], { maxTokens: 1, ...options });
    expect(wrong({ maxTokens: 0 })).toThrow(ArgumentError);
    expect(wrong({}, [])).toThrow(/prompt is empty/);
    expect(wrong({}, 'Call me')).toThrow(/encode a text first/);
    expect(wrong({}, [1, -1])).toThrow(/prompt\[1\] must be a token id, got -1/);
    expect(wrong({ stop: 3 })).toThrow(/stop must be an array/);
    expect(wrong({ temperature: 1 })).toThrow(/unknown option "temperature"/);
    expect(() => generate(3 as never, [1], { maxTokens: 1 })).toThrow(/step must be a function/);
  });
});
