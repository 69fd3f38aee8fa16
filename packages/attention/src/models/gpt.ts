import {
  ArgumentError,
  checkFlags,
  checkInteger,
  checkNumber,
  checkOptions,
  DTypeError,
  ShapeError,
  StateError,
  typeError,
} from '@ostinato/base';
import { dropout, LayerNorm, normalInitializer } from '@ostinato/nn';
import type { SequenceResult } from '@ostinato/sequence';
import {
  add,
  checkGenerator,
  embedding,
  linear,
  parameter,
  type RandomGenerator,
  Tensor,
  tidy,
} from '@ostinato/tensor';
import { type CacheOptions, emptyCache, type KeyValueState, slotsOf } from '../cache/key-value-state.ts';
import { placesOf } from '../positions/places.ts';
import { type AttentionTrace, ofLayer } from '../transformer/attention-trace.ts';
import { type AttentionSequenceOptions, enterSequence } from '../transformer/enter-sequence.ts';
import { GPTBlock } from './gpt-block.ts';
import type { WeightTable } from './weight-table.ts';

/** Options of `GPT`. */
export interface GPTOptions {
  /** Number of token ids. */
  readonly vocabSize: number;
  /** Most steps, the length of the table of positions. */
  readonly contextLength: number;
  /** Features of a step; a multiple of `numHeads`. */
  readonly embedDim: number;
  /** Heads of attention. */
  readonly numHeads: number;
  /** Blocks. */
  readonly numLayers: number;
  /** Dropout of embeddings, attention weights and what each part adds, in training. Default 0. */
  readonly dropout?: number;
  /** Whether linear layers and norms have biases, as GPT-2's. Default `true`. */
  readonly bias?: boolean;
  /** Whether the head is the table of tokens (Press and Wolf 2017), as GPT-2's. Default `true`. */
  readonly tied?: boolean;
  /** Where the initial values come from. Default: the default generator. */
  readonly generator?: RandomGenerator;
}

interface Body {
  readonly wte: WeightTable;
  readonly wpe: WeightTable;
  readonly h: readonly GPTBlock[];
  readonly lnF: LayerNorm;
}

/**
 * A causal language model as GPT-2 (Radford et al. 2019): learned positions, pre-norm blocks, GELU. Ids `[batch, steps]` to logits
 * `[batch, steps, vocabSize]`. State dict: Hugging Face's `GPT2LMHeadModel`, `transformer.wte.weight`, `transformer.h.0.attn.c_attn.weight`...,
 * `lm_head.weight`. Weights start normal with deviation 0.02, those that write to the stream 0.02 / sqrt(2 numLayers).
 */
export class GPT {
  /** Tables of tokens (`wte`) and positions (`wpe`), the blocks (`h`) and the last norm (`lnF`). */
  readonly transformer: object;
  /** `[vocabSize, embedDim]`. */
  readonly lmHead: WeightTable;
  readonly #body: Body;
  readonly #sizes: {
    readonly embedDim: number;
    readonly numHeads: number;
    readonly contextLength: number;
    readonly dropout: number;
  };

  /** @throws ArgumentError */
  constructor(options: GPTOptions) {
    checkOptions('GPT', options, [
      ...['vocabSize', 'contextLength', 'embedDim', 'numHeads', 'numLayers', 'dropout', 'bias', 'tied', 'generator'],
    ]);
    const { vocabSize, contextLength, embedDim, numHeads, numLayers, bias = true, tied = true, generator } = options;
    for (const [name, size] of Object.entries({ vocabSize, contextLength, embedDim, numHeads, numLayers }))
      checkInteger('GPT', name, size, { min: 1 });
    if (embedDim % numHeads !== 0)
      throw new ArgumentError(`GPT: embedDim must be a multiple of numHeads, got ${embedDim} and ${numHeads}.`);
    checkFlags('GPT', { bias, tied });
    checkGenerator('GPT', generator);
    const p = checkNumber('GPT', 'dropout', options.dropout ?? 0, { min: 0, max: 1 });
    const table = (rows: number) => parameter(normalInitializer(0, 0.02)([rows, embedDim], generator));
    const wte = table(vocabSize);
    const outputDeviation = 0.02 / Math.sqrt(2 * numLayers);
    this.#body = {
      wte: { weight: wte },
      wpe: { weight: table(contextLength) },
      h: Array.from(
        { length: numLayers },
        () => new GPTBlock({ embedDim, numHeads, dropout: p, bias, outputDeviation, generator }),
      ),
      lnF: new LayerNorm({ normalizedShape: embedDim, bias }),
    };
    this.transformer = this.#body;
    this.lmHead = { weight: tied ? wte : table(vocabSize) };
    this.#sizes = { embedDim, numHeads, contextLength, dropout: p };
  }

  /** Nothing seen yet, for `batch` sequences. There are places for `contextLength` steps, however many are remembered. @throws ArgumentError */
  initialState(batch: number, options: CacheOptions = {}): readonly KeyValueState[] {
    const { embedDim, numHeads } = this.#sizes;
    const sizes = { batch, groups: numHeads, features: embedDim / numHeads };
    return this.#body.h.map(() => emptyCache('GPT.initialState', sizes, options));
  }

  /**
   * Ids `[batch, steps]` or `[steps]` to logits. `state` carries keys and values on: a token at a time gives the bits of the whole. The trace has
   * `attentionL0 [batch, heads, queries, keys]`, `queryPlacesL0` and `keyPlacesL0` for each block.
   * @throws ShapeError, DTypeError, ArgumentError; IndexError for an id or a place beyond its table; StateError for a state of other blocks
   */
  forward(
    ids: Tensor<'int32'>,
    options: AttentionSequenceOptions<readonly KeyValueState[]> = {},
  ): SequenceResult<readonly KeyValueState[]> {
    const { wte, wpe, h, lnF } = this.#body;
    const { state, ...rest } = options;
    checkIds('GPT.forward', ids);
    if (state !== undefined && (!Array.isArray(state) || state.length !== h.length))
      throw new StateError(`GPT.forward: state must hold the states of ${h.length} blocks.`);
    return tidy(() => {
      const { x, keep, leave } = enterSequence(
        'GPT.forward',
        embedding(wte.weight, ids),
        this.#sizes.embedDim,
        options,
        ['attention'],
      );
      checkLength(x.shape[1]!, state?.[0], keep, this.#sizes.contextLength);
      const places = placesOf(x, state?.[0], keep);
      let stream = dropout(add(x, embedding(wpe.weight, places)), this.#sizes.dropout);
      let trace: AttentionTrace = {};
      const states = h.map((block, i) => {
        const result = block.forward(stream, { ...rest, ...(state && { state: state[i]! }) });
        stream = result.output;
        trace = { ...trace, ...ofLayer(result.trace, i) };
        return result.state;
      });
      const logits = linear(lnF.forward(stream), this.lmHead.weight);
      return { output: leave(logits), state: states, ...(options.trace === true && { trace }) };
    });
  }
}

/** Checks for ids `[batch, steps]` or `[steps]`. @throws ArgumentError, DTypeError, ShapeError */
export function checkIds(where: string, ids: unknown): void {
  if (!(ids instanceof Tensor)) throw typeError(where, 'ids', 'an int32 tensor', ids);
  if (ids.dtype !== 'int32')
    throw new DTypeError(`${where}: ids must be int32, got ${ids.dtype}. Convert them with cast().`);
  if (ids.rank !== 1 && ids.rank !== 2)
    throw new ShapeError(`${where}: expected ids [batch, steps] or [steps], got [${ids.shape}].`);
}

/**
 * Says which steps have no place, where their number tells: padding takes none, and a sliding cache forgets how many there were.
 * @throws ArgumentError
 */
function checkLength(steps: number, state: KeyValueState | undefined, keep: unknown, contextLength: number): void {
  if (keep !== undefined || state?.seen !== undefined) return;
  const before = state === undefined ? 0 : slotsOf(state);
  if (before + steps <= contextLength) return;
  throw new ArgumentError(
    `GPT.forward: there are places for contextLength = ${contextLength} steps, got ${steps}${before > 0 ? ` after ${before}` : ''}.`,
  );
}
