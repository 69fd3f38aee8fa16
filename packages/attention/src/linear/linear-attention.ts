import { ArgumentError, checkFlags, checkInteger, checkOptions } from '@ostinato/base';
import { Linear } from '@ostinato/nn';
import type { SequenceLayer, SequenceOptions, SequenceResult } from '@ostinato/sequence';
import {
  add,
  concat,
  div,
  elu,
  matmul,
  maximum,
  permute,
  type RandomGenerator,
  reshape,
  slice,
  sum,
  type Tensor,
  tidy,
  tril,
  where,
  zeros,
} from '@ostinato/tensor';
import { enterSequence } from '../transformer/enter-sequence.ts';

type Floats = Tensor<'float32'>;

/** Options of `LinearAttention`. */
export interface LinearAttentionOptions {
  /** Features of a step; a multiple of `numHeads`. */
  readonly embedDim: number;
  /** Heads. */
  readonly numHeads: number;
  /** Whether steps see only themselves and earlier ones. Default `true`. */
  readonly isCausal?: boolean;
  /** Where the initial values come from. Default: the default generator. */
  readonly generator?: RandomGenerator;
}

/** What linear attention remembers: of any number of steps the same few numbers. */
export interface LinearAttentionState {
  /** The sum of keys times values, `[batch, heads, size, size]`. */
  readonly memory: Floats;
  /** The sum of keys, `[batch, heads, 1, size]`. */
  readonly norm: Floats;
}

/** Steps that are multiplied with each other at a time; what came before is in the state. */
const chunk = 64;

/**
 * Attention whose cost is linear in the steps (Katharopoulos et al. 2020): with `f(x) = elu(x) + 1`, a query takes
 * `f(q) (sum of f(k) v^T) / f(q) (sum of f(k))`. State dict: `q_proj`, `k_proj`, `v_proj`, `o_proj`.
 */
export class LinearAttention implements SequenceLayer<LinearAttentionState> {
  /** Of queries. */
  readonly qProj: Linear;
  /** Of keys. */
  readonly kProj: Linear;
  /** Of values. */
  readonly vProj: Linear;
  /** Of all heads' results. */
  readonly oProj: Linear;
  /** Whether steps see later ones. */
  readonly bidirectional: boolean;
  readonly #heads: number;

  /** @throws ArgumentError */
  constructor(options: LinearAttentionOptions) {
    checkOptions('LinearAttention', options, ['embedDim', 'numHeads', 'isCausal', 'generator']);
    const { embedDim, numHeads, isCausal = true, generator } = options;
    checkInteger('LinearAttention', 'embedDim', embedDim, { min: 1 });
    checkInteger('LinearAttention', 'numHeads', numHeads, { min: 1 });
    checkFlags('LinearAttention', { isCausal });
    if (embedDim % numHeads !== 0)
      throw new ArgumentError(
        `LinearAttention: embedDim must be a multiple of numHeads, got ${embedDim} and ${numHeads}.`,
      );
    const project = () => new Linear({ inFeatures: embedDim, outFeatures: embedDim, ...(generator && { generator }) });
    [this.qProj, this.kProj, this.vProj, this.oProj] = [project(), project(), project(), project()];
    this.bidirectional = !isCausal;
    this.#heads = numHeads;
  }

  /**
   * `[batch, steps, embedDim]` to the same shape; padding is not seen, and gives zeros. Not causal, all steps see all of these and of the state.
   * @throws ShapeError, ArgumentError
   */
  forward(input: Floats, options: SequenceOptions<LinearAttentionState> = {}): SequenceResult<LinearAttentionState> {
    return tidy(() => {
      const features = this.oProj.weight.shape[0]!;
      const { x, keep, leave } = enterSequence('LinearAttention.forward', input, features, options, ['attention']);
      const [batch, steps] = x.shape as [number, number];
      const heads = (layer: Linear) =>
        permute(reshape(layer.forward(x), [batch, steps, this.#heads, -1]), [0, 2, 1, 3]);
      const [q, all, v] = [positive(heads(this.qProj)), positive(heads(this.kProj)), heads(this.vProj)];
      const k = keep === undefined ? all : where(reshape(keep, [batch, 1, steps, 1]), all, 0);
      const size = features / this.#heads;
      const state = options.state ?? {
        memory: zeros([batch, this.#heads, size, size], { backend: x.backend }),
        norm: zeros([batch, this.#heads, 1, size], { backend: x.backend }),
      };
      const [context, next] = this.bidirectional ? wholly(q, k, v, state) : causally(q, k, v, state);
      const out = reshape(permute(context, [0, 2, 1, 3]), [batch, steps, features]);
      return { output: leave(this.oProj.forward(out)), state: next };
    });
  }
}

/** `elu(x) + 1`. */
const positive = (x: Floats): Floats => add(elu(x), 1);

/** The state with further keys and values. */
function remember({ memory, norm }: LinearAttentionState, k: Floats, v: Floats): LinearAttentionState {
  return {
    memory: add(memory, matmul(k, v, { transposeA: true })),
    norm: add(norm, sum(k, 2, { keepDims: true })),
  };
}

/** A quotient that is 0 where nothing was seen. */
const share = (sums: Floats, weights: Floats): Floats => div(sums, maximum(weights, 1e-12));

function wholly(q: Floats, k: Floats, v: Floats, state: LinearAttentionState): [Floats, LinearAttentionState] {
  const next = remember(state, k, v);
  return [share(matmul(q, next.memory), matmul(q, next.norm, { transposeB: true })), next];
}

/** Chunk by chunk: products within the chunk, and what the state says of the steps before it. */
function causally(q: Floats, k: Floats, v: Floats, first: LinearAttentionState): [Floats, LinearAttentionState] {
  let state = first;
  const steps = q.shape[2]!;
  const parts = Array.from({ length: Math.ceil(steps / chunk) }, (_, i) => {
    const [ownQ, ownK, ownV] = [q, k, v].map((x) => slice(x, 2, i * chunk, (i + 1) * chunk)) as [
      Floats,
      Floats,
      Floats,
    ];
    const pairs = tril(matmul(ownQ, ownK, { transposeB: true }));
    const sums = add(matmul(pairs, ownV), matmul(ownQ, state.memory));
    const weights = add(sum(pairs, 3, { keepDims: true }), matmul(ownQ, state.norm, { transposeB: true }));
    state = remember(state, ownK, ownV);
    return share(sums, weights);
  });
  return [parts.length === 1 ? parts[0]! : concat(parts, 2), state];
}
