import { dropout, LayerNorm } from '@ostinato/nn';
import type { SequenceLayer, SequenceResult } from '@ostinato/sequence';
import { add, gelu, type RandomGenerator, reshape, type Tensor, tidy } from '@ostinato/tensor';
import type { KeyValueState } from '../cache/key-value-state.ts';
import { selfAttend } from '../heads/self-attend.ts';
import { and } from '../masks/combine.ts';
import { causal } from '../masks/causal.ts';
import { checkMask } from '../masks/mask.ts';
import { attentionTrace } from '../transformer/attention-trace.ts';
import { type AttentionSequenceOptions, enterSequence } from '../transformer/enter-sequence.ts';
import { InputLinear } from './input-linear.ts';

type Floats = Tensor<'float32'>;

/** Sizes of a block of GPT-2. */
export interface GPTBlockSizes {
  readonly embedDim: number;
  readonly numHeads: number;
  readonly dropout: number;
  readonly bias: boolean;
  /** Standard deviation at the start of what writes to the stream. */
  readonly outputDeviation: number;
  readonly generator: RandomGenerator | undefined;
}

/** Causal attention and a feed-forward network, pre-norm, under GPT-2's names. */
export class GPTBlock implements SequenceLayer<KeyValueState> {
  static readonly stateDictNames: Readonly<Record<string, string>> = { ln1: 'ln_1', ln2: 'ln_2' };
  /** Before the attention. */
  readonly ln1: LayerNorm;
  /** `cAttn` to queries, keys and values side by side, `cProj` out of the heads. */
  readonly attn: { readonly cAttn: InputLinear; readonly cProj: InputLinear };
  /** Before the feed-forward network. */
  readonly ln2: LayerNorm;
  /** `cFc` into the feed-forward network, `cProj` out of it. */
  readonly mlp: { readonly cFc: InputLinear; readonly cProj: InputLinear };
  readonly #sizes: GPTBlockSizes;

  constructor(sizes: GPTBlockSizes) {
    const { embedDim: d, bias, outputDeviation, generator } = sizes;
    const into = (outFeatures: number) => new InputLinear(d, outFeatures, 0.02, bias, generator);
    const outOf = (inFeatures: number) => new InputLinear(inFeatures, d, outputDeviation, bias, generator);
    this.ln1 = new LayerNorm({ normalizedShape: d, bias });
    this.attn = { cAttn: into(3 * d), cProj: outOf(d) };
    this.ln2 = new LayerNorm({ normalizedShape: d, bias });
    this.mlp = { cFc: into(4 * d), cProj: outOf(4 * d) };
    this.#sizes = sizes;
  }

  /** `[batch, steps, embedDim]` to the same shape. @throws ShapeError, ArgumentError; StateError when a cache is full */
  forward(input: Floats, options: AttentionSequenceOptions<KeyValueState> = {}): SequenceResult<KeyValueState> {
    const where = 'GPTBlock.forward';
    const { embedDim: d, numHeads, dropout: p } = this.#sizes;
    return tidy(() => {
      const { x, keep, isPrefix, leave } = enterSequence(where, input, d, options, ['attention']);
      const [batch, steps] = x.shape as [number, number];
      const qkv = reshape(this.attn.cAttn.forward(this.ln1.forward(x)), [batch, steps, 3, numHeads, d / numHeads]);
      const { context, weights, state } = selfAttend(
        { qkv },
        {
          ...{ where, mask: and(causal(), checkMask(where, 'attention', options.attention)), keep, isPrefix },
          ...{ state: options.state, scale: Math.sqrt(numHeads / d), dropout: p, needWeights: options.trace === true },
        },
      );
      const attended = add(x, dropout(this.attn.cProj.forward(reshape(context, [batch, steps, d])), p));
      const hidden = gelu(this.mlp.cFc.forward(this.ln2.forward(attended)), { approximate: 'tanh' });
      return {
        output: leave(add(attended, dropout(this.mlp.cProj.forward(hidden), p))),
        state,
        ...(options.trace === true && { trace: attentionTrace(weights!, state.keep) }),
      };
    });
  }
}
