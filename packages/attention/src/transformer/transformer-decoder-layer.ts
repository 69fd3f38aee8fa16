import type { LayerNorm, Linear, RMSNorm } from '@ostinato/nn';
import { ArgumentError } from '@ostinato/base';
import type { SequenceResult } from '@ostinato/sequence';
import { type Tensor, tidy } from '@ostinato/tensor';
import type { AttentionResult } from '../attention-result.ts';
import type { KeyValueState } from '../cache/key-value-state.ts';
import { checkFeatures } from '../heads/check-features.ts';
import { MultiheadAttention } from '../heads/multihead-attention.ts';
import { and } from '../masks/combine.ts';
import { checkMask, type Mask } from '../masks/mask.ts';
import { attentionTrace } from './attention-trace.ts';
import { type AttentionSequenceOptions, enterSequence } from './enter-sequence.ts';
import { feedForward, feedForwardLayers } from './feed-forward.ts';
import { layerPlan, type TransformerLayerOptions, type TransformerLayerPlan } from './layer-options.ts';
import { makeNorm } from './norm-kind.ts';
import { residual } from './residual.ts';

type Floats = Tensor<'float32'>;

/** What a decoder layer remembers: its own steps, and the memory as its heads see it. */
export interface DecoderState {
  /** Keys and values of the steps so far. */
  readonly self: KeyValueState;
  /** Keys and values of the memory, worked out once. */
  readonly memory: KeyValueState;
}

/** Options of a decoder's `forward`. */
export interface DecoderOptions<S> extends AttentionSequenceOptions<S> {
  /** What steps see of the memory, such as `padding(lengths)`. Default: everything. */
  readonly memoryMask?: Mask;
}

/**
 * Self-attention, attention to the memory that an encoder made, and a feed-forward network (Vaswani et al. 2017), over sequences
 * `[batch, steps, dModel]`. State dict: torch's, `self_attn.*`, `multihead_attn.*`, `linear1.*`, `norm3.*`...
 */
export class TransformerDecoderLayer {
  /** Attention of the steps to each other. */
  readonly selfAttn: MultiheadAttention;
  /** Attention of the steps to the memory. */
  readonly multiheadAttn: MultiheadAttention;
  /** `dModel` to `dimFeedforward` features. */
  readonly linear1: Linear;
  /** And back. */
  readonly linear2: Linear;
  /** Norm of the self-attention. */
  readonly norm1: LayerNorm | RMSNorm;
  /** Norm of the attention to the memory. */
  readonly norm2: LayerNorm | RMSNorm;
  /** Norm of the feed-forward network. */
  readonly norm3: LayerNorm | RMSNorm;
  readonly #plan: TransformerLayerPlan;

  /** @throws ArgumentError */
  constructor(options: TransformerLayerOptions) {
    const plan = layerPlan('TransformerDecoderLayer', options);
    const { dModel, nhead, dimFeedforward, dropout, activation, layerNormEps, bias, norm, generator } = plan;
    const attention = () =>
      new MultiheadAttention({ embedDim: dModel, numHeads: nhead, dropout, bias, ...(generator && { generator }) });
    [this.selfAttn, this.multiheadAttn] = [attention(), attention()];
    const layers = feedForwardLayers({ features: dModel, hidden: dimFeedforward, activation, bias, generator });
    [this.linear1, this.linear2] = [layers.linear1, layers.linear2];
    const [first, second, third] = [1, 2, 3].map(() => makeNorm(norm, dModel, layerNormEps, bias));
    [this.norm1, this.norm2, this.norm3] = [first!, second!, third!];
    this.#plan = plan;
  }

  /**
   * Steps `[batch, steps, dModel]` that attend to a memory `[batch, sourceSteps, dModel]`; the memory may be left out where a state holds it.
   * The trace has `attention` of the steps, and `memoryAttention [batch, heads, queries, keys]`.
   * @throws ShapeError, ArgumentError
   */
  forward(
    input: Floats,
    memory: Floats | undefined,
    options: DecoderOptions<DecoderState> = {},
  ): SequenceResult<DecoderState> {
    const where = 'TransformerDecoderLayer.forward';
    const { dModel, mask: own, activation, dropout } = this.#plan;
    return tidy(() => {
      const { x, keep, isPrefix, leave } = enterSequence(where, input, dModel, options, ['attention', 'memoryMask']);
      const mask = and(own, checkMask(where, 'attention', options.attention));
      const memoryMask = checkMask(where, 'memoryMask', options.memoryMask);
      const { trace: needWeights = false, state } = options;
      const source = this.#memory(where, memory, state);
      let seen: ReturnType<MultiheadAttention['attendSelf']> | undefined;
      let crossed: AttentionResult | undefined;
      const attended = residual(x, this.norm1, this.#plan, (y) => {
        seen = this.selfAttn.attendSelf(y, { mask, keep, isPrefix, state: state?.self, needWeights });
        return seen.context;
      });
      const informed = residual(attended, this.norm2, this.#plan, (y) => {
        crossed = this.multiheadAttn.attendMemory(y, source, { mask: memoryMask, needWeights });
        return crossed.context;
      });
      const output = residual(informed, this.norm3, this.#plan, (y) =>
        feedForward(y, this.linear1, this.linear2, activation, dropout),
      );
      const { weights, state: self } = seen!;
      return {
        output: leave(output),
        state: { self: mask.ahead <= 0 ? self : {}, memory: source },
        ...(weights && {
          trace: { ...attentionTrace(weights, self.keep), memoryAttention: crossed!.weights! },
        }),
      };
    });
  }

  #memory(where: string, memory: Floats | undefined, state: DecoderState | undefined): KeyValueState {
    if (memory === undefined) {
      if (state?.memory?.key !== undefined) return state.memory;
      throw new ArgumentError(
        `${where}: expected a memory [batch, steps, ${this.#plan.dModel}], or a state that holds it.`,
        {
          code: 'ARGUMENT_TYPE',
        },
      );
    }
    const whole = memory;
    checkFeatures(where, 'memory', whole, this.#plan.dModel);
    return this.multiheadAttn.memory(whole);
  }
}
