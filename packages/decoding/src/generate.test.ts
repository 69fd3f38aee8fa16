import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError, ShapeError } from '@ostinato/base';
import { add, cast, mul, setBackend, sum, type Tensor, tensor, zeros } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { topK } from './filters.ts';
import { generate, type GenerateStep } from './generate.ts';

type State = { readonly total: Tensor<'float32'> };

/** A "model" whose next token is surely the sum of all tokens so far, modulo nothing: logits peak there. */
const adding: GenerateStep<State> = (ids, state) => {
  const total = add(state?.total ?? zeros([1]), sum(cast(ids, 'float32'), 1));
  const peak = total.dataSync()[0]! % 10;
  return { logits: tensor([Array.from({ length: 10 }, (_, i) => (i === peak ? 50 : 0))]), state: { total: mul(total, 1) } };
};

const collect = async (...args: Parameters<typeof generate<State>>): Promise<number[]> => {
  const tokens = [];
  for await (const token of generate(...args)) tokens.push(token);
  return tokens;
};

let backend: ReturnType<typeof jsBackend>;
beforeEach(() => setBackend((backend = jsBackend())));

describe('generate', () => {
  it('reads the prompt, then each token it wrote, carrying the state', async () => {
    expect(await collect(adding, [1, 2], { maxTokens: 5, filters: [topK(1)] })).toEqual([3, 6, 2, 4, 8]);
    expect(backend.memory().storages).toBe(0);
  });

  it('stops at a token, at the limit, and when the reader leaves', async () => {
    expect(await collect(adding, [1, 2], { maxTokens: 99, stop: (token) => token === 4 })).toEqual([3, 6, 2]);
    for await (const token of generate(adding, [1, 2], { maxTokens: 99 })) if (token === 6) break;
    expect(backend.memory().storages).toBe(0);
  });

  it('leaves nothing behind when the step throws or a signal ends it', async () => {
    let calls = 0;
    const failing: GenerateStep<State> = (ids, state) => {
      if (++calls === 3) throw new Error('broken');
      return adding(ids, state);
    };
    await expect(collect(failing, [1], { maxTokens: 9 })).rejects.toThrow('broken');
    await expect(collect(adding, [1], { maxTokens: 9, signal: AbortSignal.abort() })).rejects.toThrow('aborted');
    expect(backend.memory().storages).toBe(0);
  });

  it('explains wrong arguments', async () => {
    await expect(collect(adding, [], { maxTokens: 1 })).rejects.toThrow(ArgumentError);
    await expect(collect(adding, [1], { maxTokens: 0 })).rejects.toThrow('maxTokens must be at least 1, got 0');
    const flat = () => ({ logits: zeros([10]), state: { total: zeros([1]) } });
    await expect(collect(flat, [1], { maxTokens: 1 })).rejects.toThrow(ShapeError);
  });
});
