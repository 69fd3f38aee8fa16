import { ArgumentError, checkFlags, checkInteger, checkNumber, checkOptions } from '@ostinato/base';
import { constantInitializer, Linear, xavierNormalInitializer, xavierUniformInitializer } from '@ostinato/nn';
import {
  broadcastTo,
  checkGenerator,
  concat,
  linear,
  mean,
  mul,
  parameter,
  type Parameter,
  type RandomGenerator,
  reshape,
  slice,
  type Tensor,
  tidy,
  zeros,
} from '@ostinato/tensor';
import type { AttentionResult } from '../attention-result.ts';
import type { KeyValueState } from '../cache/key-value-state.ts';
import { checkMask, type Mask } from '../masks/mask.ts';
import { withOpenKeys } from '../masks/open-keys.ts';
import { attend } from './attend.ts';
import { checkFeatures } from './check-features.ts';
import { checkHeadMask, selfAttend } from './self-attend.ts';

type Floats = Tensor<'float32'>;

/** Options of `MultiheadAttention`: torch's, but for `batch_first`, which is always so. */
export interface MultiheadAttentionOptions {
  /** Features of queries and of the result; a multiple of `numHeads`. */
  readonly embedDim: number;
  /** Heads, each of `embedDim / numHeads` features. */
  readonly numHeads: number;
  /** Dropout of the weights, in training. Default 0. */
  readonly dropout?: number;
  /** Whether projections have biases. Default `true`. */
  readonly bias?: boolean;
  /** Whether a learned key and value are appended. Default `false`. */
  readonly addBiasKv?: boolean;
  /** Whether a key and value of zeros are appended. Default `false`. */
  readonly addZeroAttn?: boolean;
  /** Features of keys. Default `embedDim`. */
  readonly kdim?: number;
  /** Features of values. Default `embedDim`. */
  readonly vdim?: number;
  /** Where the initial values come from. Default: the default generator. */
  readonly generator?: RandomGenerator;
}

/** Options of `MultiheadAttention.forward`. */
export interface MultiheadForwardOptions {
  /** What queries see. Default: everything. */
  readonly mask?: Mask;
  /** A factor for each head, `[heads]` or `[batch, heads]`: 0 takes a head out (Michel et al. 2019). Default: 1. */
  readonly headMask?: Floats;
  /** Whether the result has the weights. Default `false` (torch: `true`), because a fused kernel makes none. */
  readonly needWeights?: boolean;
  /** Whether the weights are the mean over heads. Default `true`. */
  readonly averageWeights?: boolean;
}

/**
 * Multi-head attention (Vaswani et al. 2017) with torch's parameters: `in_proj_weight [3 embedDim, embedDim]` (or `q_proj_weight`,
 * `k_proj_weight`, `v_proj_weight` where keys or values have other sizes), `in_proj_bias [3 embedDim]`, `bias_k`, `bias_v`, `out_proj.weight`,
 * `out_proj.bias`. Projections start Xavier uniform, biases 0, as torch.
 */
export class MultiheadAttention {
  /** `[3 embedDim, embedDim]`: of queries, keys, values; undefined with `kdim` or `vdim`. */
  readonly inProjWeight: Parameter | undefined;
  /** `[embedDim, embedDim]`; undefined without `kdim` and `vdim`. */
  readonly qProjWeight: Parameter | undefined;
  /** `[embedDim, kdim]`; undefined without `kdim` and `vdim`. */
  readonly kProjWeight: Parameter | undefined;
  /** `[embedDim, vdim]`; undefined without `kdim` and `vdim`. */
  readonly vProjWeight: Parameter | undefined;
  /** `[3 embedDim]`; undefined without `bias`. */
  readonly inProjBias: Parameter | undefined;
  /** A key for all sequences, `[1, 1, embedDim]`; undefined without `addBiasKv`. */
  readonly biasK: Parameter | undefined;
  /** A value for all sequences, `[1, 1, embedDim]`; undefined without `addBiasKv`. */
  readonly biasV: Parameter | undefined;
  /** The projection of all heads' results, `[embedDim, embedDim]`. */
  readonly outProj: Linear;
  readonly #heads: number;
  readonly #dropout: number;
  readonly #zero: boolean;
  readonly #sizes: readonly [q: number, k: number, v: number];

  /** @throws ArgumentError */
  constructor(options: MultiheadAttentionOptions) {
    const where = 'MultiheadAttention';
    checkOptions(where, options, [
      ...['embedDim', 'numHeads', 'dropout', 'bias', 'addBiasKv', 'addZeroAttn', 'kdim', 'vdim', 'generator'],
    ]);
    const { embedDim, numHeads, dropout = 0, bias = true, addBiasKv = false, addZeroAttn = false } = options;
    checkInteger(where, 'embedDim', embedDim, { min: 1 });
    const { kdim = embedDim, vdim = embedDim, generator } = options;
    for (const [name, size] of Object.entries({ numHeads, kdim, vdim })) checkInteger(where, name, size, { min: 1 });
    checkFlags(where, { bias, addBiasKv, addZeroAttn });
    checkGenerator(where, generator);
    checkNumber(where, 'dropout', dropout, { min: 0, max: 1 });
    if (embedDim % numHeads !== 0)
      throw new ArgumentError(`${where}: embedDim must be a multiple of numHeads, got ${embedDim} and ${numHeads}.`);
    [this.#heads, this.#dropout, this.#zero] = [numHeads, dropout, addZeroAttn];
    this.#sizes = [embedDim, kdim, vdim];
    const even = xavierUniformInitializer();
    const project = (rows: number, cols: number) => parameter(even([rows, cols], generator));
    const isWhole = kdim === embedDim && vdim === embedDim;
    this.inProjWeight = isWhole ? project(3 * embedDim, embedDim) : undefined;
    [this.qProjWeight, this.kProjWeight, this.vProjWeight] = isWhole
      ? []
      : [embedDim, kdim, vdim].map((size) => project(embedDim, size));
    this.inProjBias = bias ? parameter(constantInitializer(0)([3 * embedDim])) : undefined;
    const further = () => parameter(xavierNormalInitializer()([1, 1, embedDim], generator));
    [this.biasK, this.biasV] = addBiasKv ? [further(), further()] : [];
    this.outProj = new Linear({ inFeatures: embedDim, outFeatures: embedDim, bias, ...(generator && { generator }) });
    if (this.outProj.bias) startAtZero(this.outProj);
  }

  /** Heads of queries, keys and values. */
  get numHeads(): number {
    return this.#heads;
  }

  /**
   * `query [batch, queries, embedDim]`, `key [batch, keys, kdim]` and `value [batch, keys, vdim]` to context `[batch, queries, embedDim]`. Left
   * out, keys are the queries and values are the keys. Weights are `[batch, queries, keys]`, not averaged `[batch, heads, queries, keys]`.
   * @throws ShapeError, DTypeError, ArgumentError
   */
  forward(
    query: Floats,
    key: Floats = query,
    value: Floats = key,
    options: MultiheadForwardOptions = {},
  ): AttentionResult {
    const where = 'MultiheadAttention.forward';
    checkOptions(where, options, ['mask', 'headMask', 'needWeights', 'averageWeights']);
    const mask = checkMask(where, 'mask', options.mask);
    const { needWeights = false, averageWeights = true, headMask } = options;
    checkFlags(where, { needWeights, averageWeights });
    const [q, k, v] = this.#sizes;
    checkFeatures(where, 'query', query, q);
    checkFeatures(where, 'key', key, k);
    checkFeatures(where, 'value', value, v);
    return tidy(() => {
      if (query === key && key === value && this.inProjWeight && !this.biasK && !this.#zero)
        return this.#result(this.attendSelf(query, { mask, headMask, needWeights }), needWeights, averageWeights);
      const projected = this.memory(key, value);
      const result = this.attendMemory(query, projected, { mask, headMask, needWeights });
      return this.#result(result, needWeights, averageWeights);
    });
  }

  #result({ context, weights }: AttentionResult, needWeights: boolean, averageWeights: boolean): AttentionResult {
    if (!needWeights || weights === undefined) return { context };
    return { context, weights: averageWeights ? mean(weights, 1) : weights };
  }

  /** @internal Attention of steps `[batch, steps, embedDim]` to each other and to those of a state; weights by head. */
  attendSelf(x: Floats, options: SelfOptions): AttentionResult & { readonly state: KeyValueState } {
    const [batch, steps, features] = x.shape as [number, number, number];
    const all = linear(x, this.inProjWeight!, this.inProjBias);
    const qkv = reshape(all, [batch, steps, 3, this.#heads, features / this.#heads]);
    const { context, weights, state } = selfAttend(
      { qkv },
      { where: 'MultiheadAttention', ...options, scale: this.#scale, dropout: this.#dropout },
    );
    const out = this.outProj.forward(reshape(context, [batch, steps, features]));
    return { context: out, ...(weights && { weights }), state };
  }

  /**
   * Keys and values of what is attended to, `key [batch, keys, kdim]` and `value [batch, keys, vdim]`, as heads see them: worked out once for all
   * steps of a decoder.
   */
  memory(key: Floats, value: Floats = key): KeyValueState {
    return tidy(() => {
      const [k, v] = [this.#project(key, 1), this.#project(value, 2)];
      return { key: this.#appended(k, this.biasK), value: this.#appended(v, this.biasV) };
    });
  }

  /** @internal Attention of queries to what `memory` gave. */
  attendMemory(
    query: Floats,
    { key, value }: KeyValueState,
    { mask, headMask, needWeights }: SelfOptions,
  ): AttentionResult {
    const q = this.#project(query, 0);
    const seen =
      this.biasK || this.#zero ? withOpenKeys(mask, Number(this.biasK !== undefined) + Number(this.#zero)) : mask;
    const plan = {
      where: 'MultiheadAttention',
      mask: seen,
      offset: 0,
      scale: this.#scale,
      dropout: this.#dropout,
      needWeights,
    };
    const result = attend(q, key!, value!, plan);
    const [batch, queries] = query.shape as [number, number];
    if (headMask) checkHeadMask('MultiheadAttention', headMask, batch, this.#heads);
    const factor = headMask && reshape(headMask, [-1, 1, this.#heads, 1]);
    const context = reshape(factor ? mul(result.context, factor) : result.context, [batch, queries, -1]);
    const weights =
      result.weights && factor ? mul(result.weights, reshape(factor, [-1, this.#heads, 1, 1])) : result.weights;
    return { context: this.outProj.forward(context), ...(weights && { weights }) };
  }

  get #scale(): number {
    return 1 / Math.sqrt(this.#sizes[0] / this.#heads);
  }

  /** Queries (0), keys (1) or values (2) by head, `[batch, steps, heads, features]`. */
  #project(x: Floats, part: 0 | 1 | 2): Floats {
    const [size] = this.#sizes;
    const rows = (whole: Floats) => slice(whole, 0, part * size, (part + 1) * size);
    const apart = [this.qProjWeight, this.kProjWeight, this.vProjWeight][part];
    const weight = apart ?? rows(this.inProjWeight!);
    const out = linear(x, weight, this.inProjBias && rows(this.inProjBias));
    return reshape(out, [x.shape[0]!, x.shape[1]!, this.#heads, size / this.#heads]);
  }

  /** Keys or values with the learned one and zeros behind them. */
  #appended(x: Floats, learned: Floats | undefined): Floats {
    const [batch, , heads, features] = x.shape as [number, number, number, number];
    const shape = [batch, 1, heads, features];
    return concat(
      [
        x,
        ...(learned ? [broadcastTo(reshape(learned, [1, 1, heads, features]), shape)] : []),
        ...(this.#zero ? [zeros(shape, { backend: x.backend })] : []),
      ],
      1,
    );
  }
}

/** Gives a layer a bias that starts with zeros; the one before was never drawn. */
function startAtZero(layer: Linear): void {
  const before = layer.bias!;
  Object.assign(layer, { bias: parameter(constantInitializer(0)(before.shape)) });
  before.dispose();
}

/** What the ways to attend share. */
interface SelfOptions {
  readonly mask: Mask;
  readonly needWeights: boolean;
  readonly headMask?: Floats | undefined;
  readonly keep?: Tensor<'bool'> | undefined;
  readonly isPrefix?: boolean;
  readonly state?: KeyValueState | undefined;
}
