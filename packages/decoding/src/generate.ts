import {
  type AbortSignalLike,
  ArgumentError,
  breather,
  checkFunction,
  checkInteger,
  checkOptions,
  checkSignal,
  describe,
  ShapeError,
  typeError,
} from '@ostinato/base';
import { cast, inference, reshape, slice, Tensor, tensor, tensorsIn, tidy, type Tree } from '@ostinato/tensor';

import type { Logits } from './filter.ts';
import { checkSampling, sample, type SampleOptions } from './sample.ts';

/** What a step function returns. */
export interface DecodingStep<S> {
  /** `[1, steps, vocabulary]`, `[1, vocabulary]` or `[vocabulary]`: the last row is that of the next token. */
  readonly logits: Tensor<'float32'>;
  /** What the next call gets: a recurrent state, a cache; tensors in arrays and plain objects. */
  readonly state: S;
}

/** One step of a model: new tokens `[1, steps]` (the whole prompt at first, then one) and the state so far, `undefined` at first. */
export type DecodingStepFunction<S> = (tokens: Tensor<'int32'>, state: S | undefined) => DecodingStep<S>;

/** Options of `generate`. */
export interface GenerateOptions extends SampleOptions {
  /** Tokens at most, at least 1. Required. */
  readonly maxTokens: number;
  /** Ids that end the text, or whether an id does; the ending token is still given out, as the last. Default: none. */
  readonly stop?: readonly number[] | ((token: number) => boolean);
  /** Ends with the signal's reason before the next token. */
  readonly signal?: AbortSignalLike;
}

/**
 * Generates tokens one by one: feeds the prompt, then each token that was drawn. The step function runs in inference mode;
 * every tensor it makes is freed, the state when the generation ends or is left.
 * @throws ArgumentError at the call: `maxTokens` below 1, an empty prompt; later ShapeError, NumericError (see `sample`), the
 * signal's reason, what the step throws
 *
 * @example
 * for await (const token of generate(step, vocabulary.encode('Call me'), { maxTokens: 100, filters: [temperature(0.8)] })) {
 *   process.stdout.write(vocabulary.decode([token]));
 * }
 */
export function generate<S extends Tree>(
  step: DecodingStepFunction<S>,
  prompt: ArrayLike<number>,
  options: GenerateOptions,
): AsyncGenerator<number, void> {
  checkFunction('generate', 'step', step);
  checkOptions('generate', options, ['maxTokens', 'filters', 'generator', 'stop', 'signal']);
  checkInteger('generate', 'maxTokens', options.maxTokens, { min: 1 });
  checkSampling('generate', options);
  checkSignal('generate', options.signal);
  const { stop } = options;
  if (stop !== undefined && typeof stop !== 'function' && !Array.isArray(stop)) {
    throw typeError('generate', 'stop', 'an array of token ids or a function of one', stop);
  }
  return run(step, promptIds(prompt), options);
}

/** The same, collected: the new tokens, without the prompt. @throws as `generate` does */
export async function generateAll<S extends Tree>(
  step: DecodingStepFunction<S>,
  prompt: ArrayLike<number>,
  options: GenerateOptions,
): Promise<Int32Array> {
  const tokens: number[] = [];
  for await (const token of generate(step, prompt, options)) tokens.push(token);
  return Int32Array.from(tokens);
}

function promptIds(prompt: ArrayLike<number>): Int32Array {
  if (typeof prompt !== 'object' || typeof prompt?.length !== 'number') {
    throw typeError('generate', 'prompt', 'an array of token ids (encode a text first)', prompt);
  }
  if (prompt.length === 0)
    throw new ArgumentError('generate: the prompt is empty. Give at least one token to begin with.', {
      code: 'ARGUMENT_TOO_SHORT',
    });
  const ids = Array.from(prompt);
  const wrong = ids.findIndex((id) => !Number.isSafeInteger(id) || id < 0);
  if (wrong >= 0)
    throw new ArgumentError(`generate: prompt[${wrong}] must be a token id, got ${describe(ids[wrong])}.`);
  return Int32Array.from(ids);
}

async function* run<S>(
  step: DecodingStepFunction<S>,
  prompt: Int32Array,
  options: GenerateOptions,
): AsyncGenerator<number, void> {
  const { maxTokens, filters = [], generator, stop = [], signal } = options;
  const ends = typeof stop === 'function' ? stop : (token: number): boolean => stop.includes(token);
  const breathe = breather();
  let tokens = prompt;
  let state: S | undefined;
  try {
    for (let count = 0; count < maxTokens; count++) {
      signal?.throwIfAborted();
      const next = advance(step, tokens, state);
      disposeTree(state, next.state);
      state = next.state;
      const token = sample(await readAndFree(next.row), { filters, ...(generator && { generator }) });
      yield token;
      if (ends(token)) return;
      tokens = Int32Array.of(token);
      await breathe();
    }
  } finally {
    disposeTree(state, undefined);
  }
}

/** One call of the step function: the logits of the next token and the new state. */
function advance<S>(
  step: DecodingStepFunction<S>,
  tokens: Int32Array,
  state: S | undefined,
): { row: Tensor<'float32'>; state: S } {
  return tidy(() => {
    const result = inference(() => step(tensor(tokens, [1, tokens.length]), state));
    if (!(result?.logits instanceof Tensor))
      throw typeError('generate', 'the result of step', '{ logits, state } with a tensor of logits', result);
    const { logits } = result;
    const vocabulary = logits.shape.at(-1) ?? 0;
    if (logits.rank === 0 || logits.size === 0 || (logits.rank === 3 && logits.shape[0] !== 1)) {
      throw new ShapeError(
        `generate: logits must be [1, steps, vocabulary], [1, vocabulary] or [vocabulary], got [${logits.shape}].`,
      );
    }
    const rows = reshape(logits, [-1, vocabulary]);
    return { row: reshape(slice(cast(rows, 'float32'), 0, -1), [vocabulary]), state: result.state };
  });
}

async function readAndFree(row: Tensor<'float32'>): Promise<Logits> {
  try {
    return (await row.data()) as Logits;
  } finally {
    row.dispose();
  }
}

/** Frees the tensors of `before` that are not in `after`; parameters and buffers belong to the model and stay. */
function disposeTree(before: Tree, after: Tree): void {
  const stays = new Set(tensorsIn(after));
  for (const value of tensorsIn(before)) if (value.constructor === Tensor && !stays.has(value)) value.dispose();
}
