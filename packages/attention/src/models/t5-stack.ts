import { dropout, Linear, normalInitializer, RMSNorm } from '@ostinato/nn';
import {
  add,
  gelu,
  mul,
  type Parameter,
  parameter,
  type RandomGenerator,
  relu,
  reshape,
  type Tensor,
} from '@ostinato/tensor';
import type { KeyValueState } from '../cache/key-value-state.ts';
import { attend } from '../heads/attend.ts';
import { selfAttend } from '../heads/self-attend.ts';
import type { Mask } from '../masks/mask.ts';
import { attentionTrace } from '../transformer/attention-trace.ts';

type Floats = Tensor<'float32'>;

/** Sizes of the stacks of a T5. */
export interface T5Sizes {
  readonly dModel: number;
  readonly dKv: number;
  readonly dFf: number;
  readonly numHeads: number;
  readonly numBuckets: number;
  readonly gated: boolean;
  readonly dropout: number;
  readonly generator: RandomGenerator | undefined;
}

/** A linear layer without bias that starts normal. */
function normalLinear(inFeatures: number, outFeatures: number, deviation: number, generator?: RandomGenerator): Linear {
  const layer = new Linear({ inFeatures, outFeatures, bias: false, ...(generator && { generator }) });
  const before = layer.weight;
  Object.assign(layer, { weight: parameter(normalInitializer(0, deviation)([outFeatures, inFeatures], generator)) });
  before.dispose();
  return layer;
}

/** Projections of an attention, and in the first layer of a stack the table of distances, which serves all of them. */
class T5Attention {
  readonly q: Linear;
  readonly k: Linear;
  readonly v: Linear;
  readonly o: Linear;
  readonly relativeAttentionBias: { readonly weight: Parameter } | undefined;
  readonly #heads: number;

  constructor({ dModel, dKv, numHeads, numBuckets, generator }: T5Sizes, hasBias: boolean) {
    const inner = dKv * numHeads;
    this.q = normalLinear(dModel, inner, (dModel * dKv) ** -0.5, generator);
    this.k = normalLinear(dModel, inner, dModel ** -0.5, generator);
    this.v = normalLinear(dModel, inner, dModel ** -0.5, generator);
    this.o = normalLinear(inner, dModel, inner ** -0.5, generator);
    const table = () => parameter(normalInitializer(0, dModel ** -0.5)([numBuckets, numHeads], generator));
    this.relativeAttentionBias = hasBias ? { weight: table() } : undefined;
    this.#heads = numHeads;
  }

  /** Heads of what a projection gives. */
  heads(layer: Linear, x: Floats): Floats {
    return reshape(layer.forward(x), [x.shape[0]!, x.shape[1]!, this.#heads, -1]);
  }

  /** What the heads found, as features again. */
  leave(context: Floats): Floats {
    return this.o.forward(reshape(context, [context.shape[0]!, context.shape[1]!, -1]));
  }
}

/** A sublayer with the norm before it. */
class T5SelfAttention {
  static readonly stateDictNames: Readonly<Record<string, string>> = { selfAttention: 'SelfAttention' };
  readonly selfAttention: T5Attention;
  readonly layerNorm: RMSNorm;

  constructor(sizes: T5Sizes, hasBias: boolean) {
    this.selfAttention = new T5Attention(sizes, hasBias);
    this.layerNorm = new RMSNorm({ normalizedShape: sizes.dModel, eps: 1e-6 });
  }
}

class T5CrossAttention {
  static readonly stateDictNames: Readonly<Record<string, string>> = { encDecAttention: 'EncDecAttention' };
  readonly encDecAttention: T5Attention;
  readonly layerNorm: RMSNorm;

  constructor(sizes: T5Sizes) {
    this.encDecAttention = new T5Attention(sizes, false);
    this.layerNorm = new RMSNorm({ normalizedShape: sizes.dModel, eps: 1e-6 });
  }
}

class T5FeedForward {
  static readonly stateDictNames: Readonly<Record<string, string>> = { denseReluDense: 'DenseReluDense' };
  readonly denseReluDense: Dense;
  readonly layerNorm: RMSNorm;

  constructor(sizes: T5Sizes) {
    this.denseReluDense = new Dense(sizes);
    this.layerNorm = new RMSNorm({ normalizedShape: sizes.dModel, eps: 1e-6 });
  }
}

/** `wo(relu(wi(x)))`, or gated `wo(gelu(wi_0(x)) wi_1(x))` as T5 1.1. */
class Dense {
  static readonly stateDictNames: Readonly<Record<string, string>> = { wi0: 'wi_0', wi1: 'wi_1' };
  readonly wi: Linear | undefined;
  readonly wi0: Linear | undefined;
  readonly wi1: Linear | undefined;
  readonly wo: Linear;
  readonly #dropout: number;

  constructor({ dModel, dFf, gated, dropout: p, generator }: T5Sizes) {
    const into = () => normalLinear(dModel, dFf, dModel ** -0.5, generator);
    [this.wi, this.wi0, this.wi1] = gated ? [undefined, into(), into()] : [into(), undefined, undefined];
    this.wo = normalLinear(dFf, dModel, dFf ** -0.5, generator);
    this.#dropout = p;
  }

  forward(x: Floats): Floats {
    const hidden = this.wi
      ? relu(this.wi.forward(x))
      : mul(gelu(this.wi0!.forward(x), { approximate: 'tanh' }), this.wi1!.forward(x));
    return this.wo.forward(dropout(hidden, this.#dropout));
  }
}

/** A block of an encoder (attention, feed-forward network) or a decoder (with attention to the memory between them). */
export class T5Block {
  readonly layer: readonly object[];
  readonly #self: T5SelfAttention;
  readonly #cross: T5CrossAttention | undefined;
  readonly #feed: T5FeedForward;
  readonly #sizes: T5Sizes;

  constructor(sizes: T5Sizes, hasBias: boolean, isDecoder: boolean) {
    this.#self = new T5SelfAttention(sizes, hasBias);
    this.#cross = isDecoder ? new T5CrossAttention(sizes) : undefined;
    this.#feed = new T5FeedForward(sizes);
    this.layer = [this.#self, ...(this.#cross ? [this.#cross] : []), this.#feed];
    this.#sizes = sizes;
  }

  /** The table of distances, in the first block. */
  get distances(): Parameter | undefined {
    return this.#self.selfAttention.relativeAttentionBias?.weight;
  }

  /** Keys and values of what an encoder made. */
  memory(encoded: Floats): KeyValueState {
    const { encDecAttention: attention } = this.#cross!;
    return { key: attention.heads(attention.k, encoded), value: attention.heads(attention.v, encoded) };
  }

  forward(x: Floats, { mask, keep, state, memory, memoryMask, traced }: T5BlockOptions) {
    const p = this.#sizes.dropout;
    const { selfAttention: own, layerNorm } = this.#self;
    const normal = layerNorm.forward(x);
    const seen = selfAttend(
      { q: own.heads(own.q, normal), k: own.heads(own.k, normal), v: own.heads(own.v, normal) },
      { where: 'T5', mask, keep, state, scale: 1, dropout: p, needWeights: traced },
    );
    let stream = add(x, dropout(own.leave(seen.context), p));
    let crossed: Floats | undefined;
    if (this.#cross && memory) {
      const { encDecAttention: cross } = this.#cross;
      const q = cross.heads(cross.q, this.#cross.layerNorm.forward(stream));
      const plan = { where: 'T5', mask: memoryMask!, offset: 0, scale: 1, dropout: p, needWeights: traced };
      const { context, weights } = attend(q, memory.key!, memory.value!, plan);
      crossed = weights;
      stream = add(stream, dropout(cross.leave(context), p));
    }
    const { denseReluDense, layerNorm: norm } = this.#feed;
    return {
      output: add(stream, dropout(denseReluDense.forward(norm.forward(stream)), p)),
      state: seen.state,
      ...(traced && {
        trace: { ...attentionTrace(seen.weights!, seen.state.keep), ...(crossed && { memoryAttention: crossed }) },
      }),
    };
  }
}

/** What a block is told. */
export interface T5BlockOptions {
  readonly mask: Mask;
  readonly keep: Tensor<'bool'> | undefined;
  readonly state?: KeyValueState | undefined;
  readonly memory?: KeyValueState | undefined;
  readonly memoryMask?: Mask | undefined;
  readonly traced: boolean;
}
