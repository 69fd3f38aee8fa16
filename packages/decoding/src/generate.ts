import { ArgumentError, checkFunction, checkInteger, checkOptions, ShapeError } from '@ostinato/base';
import { reshape, slice, type Tensor, tensor, tensorsIn, tidy } from '@ostinato/tensor';
import { sample, type SampleOptions } from './sample.ts';

/** One step of a model: tokens `[1, n]` and a state to logits `[1, n, symbols]` (or `[1, symbols]`) and the next state. */
export type GenerateStep<S> = (tokens: Tensor<'int32'>, state: S | undefined) => { readonly logits: Tensor<'float32'>; readonly state: S };

/** Options of `generate`. */
export interface GenerateOptions extends SampleOptions {
  /** Most tokens to write. */
  readonly maxTokens: number;
  /** Ends the text when it returns true for a token, which is not yielded. Default: never. */
  readonly stop?: (token: number) => boolean;
  /** Ends the text before the next token: throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Writes on from a prompt: reads it at once, then draws a token, yields it, and reads it in turn. Leaving the loop early
 * frees the state.
 * @throws ArgumentError for an empty prompt or `maxTokens` below 1; NumericError for NaN logits
 *
 * @example
 * for await (const id of generate((ids, state) => model.forward(ids, state), prompt, { maxTokens: 100 })) text += decode([id]);
 */
export async function* generate<S>(step: GenerateStep<S>, prompt: ArrayLike<number>, options: GenerateOptions): AsyncGenerator<number, void> {
  checkFunction('generate', 'step', step);
  checkOptions('generate', options, ['filters', 'generator', 'maxTokens', 'stop', 'signal']);
  checkInteger('generate', 'maxTokens', options.maxTokens, { min: 1 });
  if (prompt.length === 0) throw new ArgumentError('generate: the prompt is empty; give at least one token to begin with.');
  const { maxTokens, stop = () => false, signal, ...sampling } = options;
  let state: S | undefined;
  let tokens = prompt;
  try {
    for (let written = 0; written < maxTokens; written++) {
      signal?.throwIfAborted();
      const before = state;
      const result = tidy(() => nextLogits(step, tokens, before));
      free(before, result.state);
      state = result.state;
      const logits = Float32Array.from(await result.logits.data());
      result.logits.dispose();
      const token = sample(logits, sampling);
      if (stop(token)) return;
      yield token;
      tokens = [token];
    }
  } finally {
    free(state);
  }
}

/** The logits after the last of some tokens, `[symbols]`, and the next state. */
function nextLogits<S>(step: GenerateStep<S>, tokens: ArrayLike<number>, before: S | undefined) {
  const { logits, state } = step(tensor(Int32Array.from(tokens), [1, tokens.length], { dtype: 'int32' }), before);
  if (logits.rank < 2 || logits.rank > 3 || logits.shape[0] !== 1) {
    throw new ShapeError(`generate: the step must give logits [1, n, symbols] or [1, symbols], got [${logits.shape}].`);
  }
  const last = logits.rank === 3 ? slice(logits, 1, -1) : logits;
  return { logits: reshape(last, [logits.shape.at(-1)!]), state };
}

/** Frees the tensors of one state that are not in another. */
function free(state: unknown, except?: unknown): void {
  const stays = new Set(tensorsIn(except));
  for (const part of tensorsIn(state)) if (!stays.has(part)) part.dispose();
}
