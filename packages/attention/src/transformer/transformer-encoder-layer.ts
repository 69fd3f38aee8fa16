import type { LayerNorm, Linear, RMSNorm } from '@ostinato/nn';
import type { SequenceLayer, SequenceResult } from '@ostinato/sequence';
import { type Tensor, tidy } from '@ostinato/tensor';
import { type CacheOptions, emptyCache, type KeyValueState } from '../cache/key-value-state.ts';
import { MultiheadAttention } from '../heads/multihead-attention.ts';
import { and } from '../masks/combine.ts';
import { checkMask } from '../masks/mask.ts';
import { attentionTrace } from './attention-trace.ts';
import { type AttentionSequenceOptions, enterSequence } from './enter-sequence.ts';
import { feedForward, feedForwardLayers } from './feed-forward.ts';
import { layerPlan, type TransformerLayerOptions, type TransformerLayerPlan } from './layer-options.ts';
import { makeNorm } from './norm-kind.ts';
import { residual } from './residual.ts';

type Floats = Tensor<'float32'>;

/**
 * Self-attention and a feed-forward network, each with a shortcut and a norm (Vaswani et al. 2017), over sequences `[batch, steps, dModel]`
 * or one sequence `[steps, dModel]`. With a causal mask, `state` carries keys and values on: steps in chunks give what they give as a whole.
 * State dict: torch's, `self_attn.in_proj_weight`, `linear1.weight`, `norm1.weight`...
 */
export class TransformerEncoderLayer implements SequenceLayer<KeyValueState> {
  /** Attention of the steps to each other. */
  readonly selfAttn: MultiheadAttention;
  /** `dModel` to `dimFeedforward` features. */
  readonly linear1: Linear;
  /** And back. */
  readonly linear2: Linear;
  /** Norm of the attention. */
  readonly norm1: LayerNorm | RMSNorm;
  /** Norm of the feed-forward network. */
  readonly norm2: LayerNorm | RMSNorm;
  /** Whether steps see later ones. */
  readonly bidirectional: boolean;
  readonly #plan: TransformerLayerPlan;

  /** @throws ArgumentError */
  constructor(options: TransformerLayerOptions) {
    const plan = layerPlan('TransformerEncoderLayer', options);
    const { dModel, nhead, dimFeedforward, dropout, activation, layerNormEps, bias, norm, generator } = plan;
    this.selfAttn = new MultiheadAttention({
      ...{ embedDim: dModel, numHeads: nhead, dropout, bias },
      ...(generator && { generator }),
    });
    const layers = feedForwardLayers({ features: dModel, hidden: dimFeedforward, activation, bias, generator });
    [this.linear1, this.linear2] = [layers.linear1, layers.linear2];
    this.norm1 = makeNorm(norm, dModel, layerNormEps, bias);
    this.norm2 = makeNorm(norm, dModel, layerNormEps, bias);
    this.bidirectional = plan.mask.ahead > 0;
    this.#plan = plan;
  }

  /** Nothing seen yet, for `batch` sequences; a sliding state keeps its shape, as `stream` needs it. @throws ArgumentError */
  initialState(batch: number, options: CacheOptions = {}): KeyValueState {
    const { dModel, nhead } = this.#plan;
    return emptyCache(
      'TransformerEncoderLayer.initialState',
      { batch, groups: nhead, features: dModel / nhead },
      options,
    );
  }

  /**
   * `[batch, steps, dModel]` to the same shape. Steps that `lengths` or `mask` call padding are not seen, and give zeros. Without a causal mask
   * the state is empty. The trace has `attention [batch, heads, queries, keys]`, `queryPlaces` and `keyPlaces`.
   * @throws ShapeError, ArgumentError; StateError when a cache is full
   */
  forward(input: Floats, options: AttentionSequenceOptions<KeyValueState> = {}): SequenceResult<KeyValueState> {
    const where = 'TransformerEncoderLayer.forward';
    const { dModel, mask: own, activation, dropout } = this.#plan;
    return tidy(() => {
      const { x, keep, isPrefix, leave } = enterSequence(where, input, dModel, options, ['attention']);
      const mask = and(own, checkMask(where, 'attention', options.attention));
      const { trace: needWeights = false, state } = options;
      let seen: ReturnType<MultiheadAttention['attendSelf']> | undefined;
      const attended = residual(x, this.norm1, this.#plan, (y) => {
        seen = this.selfAttn.attendSelf(y, { mask, keep, isPrefix, state, needWeights });
        return seen.context;
      });
      const output = residual(attended, this.norm2, this.#plan, (y) =>
        feedForward(y, this.linear1, this.linear2, activation, dropout),
      );
      const { weights, state: next } = seen!;
      return {
        output: leave(output),
        state: mask.ahead <= 0 ? next : {},
        ...(weights && { trace: attentionTrace(weights, next.keep) }),
      };
    });
  }
}
