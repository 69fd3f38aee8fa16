import { ArgumentError, checkFlags, checkInteger, checkNumber, checkOptions, typeError } from '@ostinato/base';
import { Linear } from '@ostinato/nn';
import type { SequenceLayer, SequenceResult } from '@ostinato/sequence';
import { type RandomGenerator, reshape, type Tensor, tidy } from '@ostinato/tensor';
import { type CacheOptions, emptyCache, type KeyValueState } from '../cache/key-value-state.ts';
import { and } from '../masks/combine.ts';
import { checkMask, Mask } from '../masks/mask.ts';
import type { HeadPositions } from '../positions/head-positions.ts';
import { attentionTrace } from '../transformer/attention-trace.ts';
import { type AttentionSequenceOptions, enterSequence } from '../transformer/enter-sequence.ts';
import { selfAttend } from './self-attend.ts';

type Floats = Tensor<'float32'>;

/** Options of `GroupedQueryAttention`. */
export interface GroupedQueryAttentionOptions {
  /** Features of a step; a multiple of `numHeads`. */
  readonly embedDim: number;
  /** Heads of queries. */
  readonly numHeads: number;
  /** Heads of keys and values, which divide `numHeads`; 1 is multi-query attention. Default `numHeads`. */
  readonly numGroups?: number;
  /** How heads learn where steps are: `new RotaryPositions(...)`, `{ mask: alibi(heads) }`... Default: not at all. */
  readonly positions?: HeadPositions;
  /** What steps see of each other in every call. Default: everything. */
  readonly mask?: Mask;
  /** Dropout of the weights, in training. Default 0. */
  readonly dropout?: number;
  /** Whether projections have biases. Default `false`. */
  readonly bias?: boolean;
  /** Where the initial values come from. Default: the default generator. */
  readonly generator?: RandomGenerator;
}

/**
 * Self-attention whose heads share keys and values in groups (Ainslie et al. 2023; one group: Shazeer 2019), with any positions, over sequences
 * `[batch, steps, embedDim]`. State dict: `q_proj`, `k_proj`, `v_proj` and `o_proj`, as Llama's, and the positions' under `positions.`.
 */
export class GroupedQueryAttention implements SequenceLayer<KeyValueState> {
  /** Of queries, `[embedDim, embedDim]`. */
  readonly qProj: Linear;
  /** Of keys, `[numGroups x size of a head, embedDim]`. */
  readonly kProj: Linear;
  /** Of values, `[numGroups x size of a head, embedDim]`. */
  readonly vProj: Linear;
  /** Of all heads' results. */
  readonly oProj: Linear;
  /** How heads learn where steps are. */
  readonly positions: HeadPositions | undefined;
  /** Whether steps see later ones. */
  readonly bidirectional: boolean;
  readonly #mask: Mask;
  readonly #heads: number;
  readonly #groups: number;
  readonly #size: number;
  readonly #dropout: number;

  /** @throws ArgumentError */
  constructor(options: GroupedQueryAttentionOptions) {
    const where = 'GroupedQueryAttention';
    checkOptions(where, options, [
      ...['embedDim', 'numHeads', 'numGroups', 'positions', 'mask', 'dropout', 'bias', 'generator'],
    ]);
    const { embedDim, numHeads, numGroups = numHeads, positions, dropout = 0, bias = false, generator } = options;
    for (const [name, size] of Object.entries({ embedDim, numHeads, numGroups }))
      checkInteger(where, name, size, { min: 1 });
    if (embedDim % numHeads !== 0 || numHeads % numGroups !== 0)
      throw new ArgumentError(
        `${where}: embedDim must be a multiple of numHeads, and numHeads of numGroups, got ${embedDim}, ${numHeads} and ${numGroups}.`,
      );
    checkFlags(where, { bias });
    if (positions !== undefined && !isOfHeads(positions))
      throw typeError(
        where,
        'positions',
        'positions of heads: new RotaryPositions(...), { mask: alibi(heads) }',
        positions,
      );
    this.#dropout = checkNumber(where, 'dropout', dropout, { min: 0, max: 1 });
    this.#mask = checkMask(where, 'mask', options.mask);
    [this.#heads, this.#groups, this.#size] = [numHeads, numGroups, embedDim / numHeads];
    const project = (outFeatures: number) =>
      new Linear({ inFeatures: embedDim, outFeatures, bias, ...(generator && { generator }) });
    [this.qProj, this.kProj, this.vProj] = [
      project(embedDim),
      project(numGroups * this.#size),
      project(numGroups * this.#size),
    ];
    this.oProj = project(embedDim);
    this.positions = positions;
    this.bidirectional = this.#mask.ahead > 0;
  }

  /** Nothing seen yet, for `batch` sequences. @throws ArgumentError */
  initialState(batch: number, options: CacheOptions = {}): KeyValueState {
    return emptyCache(
      'GroupedQueryAttention.initialState',
      { batch, groups: this.#groups, features: this.#size },
      options,
    );
  }

  /**
   * `[batch, steps, embedDim]` to the same shape; padding is not seen, and gives zeros. Without a causal mask the state is empty.
   * @throws ShapeError, ArgumentError; StateError when a cache is full
   */
  forward(input: Floats, options: AttentionSequenceOptions<KeyValueState> = {}): SequenceResult<KeyValueState> {
    const where = 'GroupedQueryAttention.forward';
    return tidy(() => {
      const { x, keep, isPrefix, leave } = enterSequence(where, input, this.oProj.weight.shape[0]!, options, [
        'attention',
      ]);
      const mask = and(this.#mask, checkMask(where, 'attention', options.attention));
      const [batch, steps] = x.shape as [number, number];
      const heads = (projected: Floats, count: number) => reshape(projected, [batch, steps, count, this.#size]);
      const { context, weights, state } = selfAttend(
        {
          q: heads(this.qProj.forward(x), this.#heads),
          k: heads(this.kProj.forward(x), this.#groups),
          v: heads(this.vProj.forward(x), this.#groups),
        },
        {
          ...{ where, mask, keep, isPrefix, state: options.state, positions: this.positions },
          ...{ scale: 1 / Math.sqrt(this.#size), dropout: this.#dropout, needWeights: options.trace === true },
        },
      );
      return {
        output: leave(this.oProj.forward(reshape(context, [batch, steps, -1]))),
        state: mask.ahead <= 0 ? state : {},
        ...(options.trace === true && { trace: attentionTrace(weights!, state.keep) }),
      };
    });
  }
}

/** Whether there is one of the three ways, and no other. */
function isOfHeads(positions: unknown): positions is HeadPositions {
  if (typeof positions !== 'object' || positions === null || positions instanceof Mask) return false;
  const { rotate, mask, relative } = positions as HeadPositions;
  return typeof rotate === 'function' || mask instanceof Mask || typeof relative === 'object';
}
