import { checkFlags, checkInteger, checkNumber, checkOptions, StateError } from '@ostinato/base';
import { dropout, normalInitializer, RMSNorm } from '@ostinato/nn';
import type { SequenceOptions, SequenceResult } from '@ostinato/sequence';
import {
  checkGenerator,
  embedding,
  linear,
  mul,
  parameter,
  type RandomGenerator,
  type Tensor,
  tidy,
} from '@ostinato/tensor';
import { and } from '../masks/combine.ts';
import { causal } from '../masks/causal.ts';
import { checkMask, type Mask } from '../masks/mask.ts';
import { relativeBias } from '../positions/relative-bias.ts';
import { type AttentionTrace, ofLayer } from '../transformer/attention-trace.ts';
import { enterSequence } from '../transformer/enter-sequence.ts';
import type { DecoderState } from '../transformer/transformer-decoder-layer.ts';
import { checkIds } from './gpt.ts';
import { T5Block, type T5Sizes } from './t5-stack.ts';
import type { WeightTable } from './weight-table.ts';

type Floats = Tensor<'float32'>;

/** Options of `T5`. */
export interface T5Options {
  /** Number of token ids. */
  readonly vocabSize: number;
  /** Features of a step. */
  readonly dModel: number;
  /** Features of a head. */
  readonly dKv: number;
  /** Features between the feed-forward layers. */
  readonly dFf: number;
  /** Heads of attention. */
  readonly numHeads: number;
  /** Blocks of the encoder, and of the decoder. */
  readonly numLayers: number;
  /** Buckets of distances, even. Default 32. */
  readonly numBuckets?: number;
  /** Whether the feed-forward networks are gated by GELU and the head is a table of its own, as in T5 1.1. Default `false`. */
  readonly gated?: boolean;
  /** Dropout, in training. Default 0.1. */
  readonly dropout?: number;
  /** Where the initial values come from. Default: the default generator. */
  readonly generator?: RandomGenerator;
}

/** Options of `T5.decode`. */
export interface T5DecodeOptions
  extends Pick<SequenceOptions<readonly DecoderState[]>, 'state' | 'lengths' | 'mask' | 'trace'> {
  /** What steps see of the source, such as `padding(lengths)`. Default: everything. */
  readonly memoryMask?: Mask;
}

interface Stack {
  readonly embedTokens: WeightTable;
  readonly block: readonly T5Block[];
  readonly finalLayerNorm: RMSNorm;
}

/**
 * Encoder and decoder as T5 (Raffel et al. 2020): pre-norm blocks of RMS norms, learned biases of distances, no biases else. State dict: Hugging
 * Face's `T5ForConditionalGeneration`, `shared.weight`, `encoder.block.0.layer.0.SelfAttention.q.weight`..., `lm_head.weight`.
 */
export class T5 {
  /** The table of tokens. */
  readonly shared: WeightTable;
  /** The blocks of the encoder, and its norm. */
  readonly encoder: object;
  /** The blocks of the decoder, and its norm. */
  readonly decoder: object;
  /** `[vocabSize, dModel]`: the table of tokens, or one of its own where `gated`. */
  readonly lmHead: WeightTable;
  readonly #stacks: { readonly encoder: Stack; readonly decoder: Stack };
  readonly #sizes: T5Sizes;

  /** @throws ArgumentError */
  constructor(options: T5Options) {
    checkOptions('T5', options, [
      ...['vocabSize', 'dModel', 'dKv', 'dFf', 'numHeads', 'numLayers', 'numBuckets', 'gated', 'dropout', 'generator'],
    ]);
    const { vocabSize, dModel, dKv, dFf, numHeads, numLayers, numBuckets = 32, gated = false, generator } = options;
    for (const [name, size] of Object.entries({ vocabSize, dModel, dKv, dFf, numHeads, numLayers }))
      checkInteger('T5', name, size, { min: 1 });
    checkInteger('T5', 'numBuckets', numBuckets, { min: 4 });
    checkFlags('T5', { gated });
    checkGenerator('T5', generator);
    const p = checkNumber('T5', 'dropout', options.dropout ?? 0.1, { min: 0, max: 1 });
    this.#sizes = { dModel, dKv, dFf, numHeads, numBuckets, gated, dropout: p, generator };
    this.shared = { weight: parameter(normalInitializer()([vocabSize, dModel], generator)) };
    const stack = (isDecoder: boolean): Stack => ({
      embedTokens: this.shared,
      block: Array.from({ length: numLayers }, (_, i) => new T5Block(this.#sizes, i === 0, isDecoder)),
      finalLayerNorm: new RMSNorm({ normalizedShape: dModel, eps: 1e-6 }),
    });
    this.#stacks = { encoder: stack(false), decoder: stack(true) };
    [this.encoder, this.decoder] = [this.#stacks.encoder, this.#stacks.decoder];
    this.lmHead = gated ? { weight: parameter(normalInitializer()([vocabSize, dModel], generator)) } : this.shared;
  }

  /**
   * Ids of a source `[batch, steps]` to its memory `[batch, steps, dModel]`.
   * @throws ShapeError, DTypeError, ArgumentError; IndexError for an id beyond the table
   */
  encode(
    ids: Tensor<'int32'>,
    options: Pick<SequenceOptions<never>, 'lengths' | 'mask' | 'trace'> = {},
  ): SequenceResult<object> {
    checkIds('T5.encode', ids);
    const { block, finalLayerNorm } = this.#stacks.encoder;
    return tidy(() => {
      const words = embedding(this.shared.weight, ids);
      const { x, keep, leave } = enterSequence('T5.encode', words, this.#sizes.dModel, options);
      const mask = relativeBias(block[0]!.distances!);
      const { trace: traced = false } = options;
      let [stream, trace]: [Floats, AttentionTrace] = [dropout(x, this.#sizes.dropout), {}];
      block.forEach((each, i) => {
        const result = each.forward(stream, { mask, keep, traced });
        [stream, trace] = [result.output, { ...trace, ...ofLayer(result.trace, i) }];
      });
      const output = leave(dropout(finalLayerNorm.forward(stream), this.#sizes.dropout));
      return { output, state: {}, ...(traced && { trace }) };
    });
  }

  /**
   * Ids of a target `[batch, steps]` and the memory of its source to logits `[batch, steps, vocabSize]`; the memory may be left out where a state
   * holds it. `state` carries keys and values on.
   * @throws ShapeError, DTypeError, ArgumentError, StateError; IndexError for an id beyond the table
   */
  decode(
    ids: Tensor<'int32'>,
    memory: Floats | undefined,
    options: T5DecodeOptions = {},
  ): SequenceResult<readonly DecoderState[]> {
    const where = 'T5.decode';
    checkIds(where, ids);
    const { block, finalLayerNorm } = this.#stacks.decoder;
    const { state, trace: traced = false } = options;
    const memoryMask = checkMask(where, 'memoryMask', options.memoryMask);
    if (state !== undefined && (!Array.isArray(state) || state.length !== block.length))
      throw new StateError(`${where}: state must hold the states of ${block.length} blocks.`);
    if (memory === undefined && state === undefined)
      throw new StateError(`${where}: needs a memory, or a state that holds it.`);
    return tidy(() => {
      const words = embedding(this.shared.weight, ids);
      const { x, keep, leave } = enterSequence(where, words, this.#sizes.dModel, options, ['memoryMask']);
      const mask = and(causal(), relativeBias(block[0]!.distances!, { bidirectional: false }));
      let [stream, trace]: [Floats, AttentionTrace] = [dropout(x, this.#sizes.dropout), {}];
      const states = block.map((each, i): DecoderState => {
        const own = state?.[i];
        const source = memory === undefined ? own!.memory : each.memory(memory);
        const result = each.forward(stream, { mask, keep, state: own?.self, memory: source, memoryMask, traced });
        [stream, trace] = [result.output, { ...trace, ...ofLayer(result.trace, i) }];
        return { self: result.state, memory: source };
      });
      const normal = dropout(finalLayerNorm.forward(stream), this.#sizes.dropout);
      const scaled = this.lmHead === this.shared ? mul(normal, this.#sizes.dModel ** -0.5) : normal;
      return { output: leave(linear(scaled, this.lmHead.weight)), state: states, ...(traced && { trace }) };
    });
  }
}
