import { Linear, uniformInitializer } from '@ostinato/nn';
import { add, matmul, type Parameter, parameter, reshape, tanh, type Tensor, tidy } from '@ostinato/tensor';
import { checkScored } from './score.ts';
import { checkScoreOptions, type HiddenScoreOptions } from './score-options.ts';

type Floats = Tensor<'float32'>;

/**
 * `v tanh(W q + U k + b)`, the additive score of Bahdanau et al. 2015. State dict: `query.weight [hiddenSize, querySize]`,
 * `key.weight [hiddenSize, keySize]`, `key.bias [hiddenSize]`, `v [hiddenSize]`.
 */
export class AdditiveScore {
  /** W. */
  readonly query: Linear;
  /** U and b. */
  readonly key: Linear;
  /** `[hiddenSize]`. */
  readonly v: Parameter;

  /** @throws ArgumentError */
  constructor(options: HiddenScoreOptions) {
    checkScoreOptions('AdditiveScore', options, ['querySize', 'keySize', 'hiddenSize']);
    const { querySize, keySize, hiddenSize, generator } = options;
    const some = generator && { generator };
    this.query = new Linear({ inFeatures: querySize, outFeatures: hiddenSize, bias: false, ...some });
    this.key = new Linear({ inFeatures: keySize, outFeatures: hiddenSize, ...some });
    this.v = parameter(startOfV(hiddenSize)([hiddenSize], generator));
  }

  /** Queries `[batch, queries, querySize]` and keys `[batch, keys, keySize]` to `[batch, queries, keys]`. @throws ShapeError */
  forward(query: Floats, keys: Floats): Floats {
    checkScored('AdditiveScore', query, keys, this.query.weight.shape[1], this.key.weight.shape[1]);
    return tidy(() => matmul(tanh(everyPair(this.query.forward(query), this.key.forward(keys))), this.v));
  }
}

/** Uniform in ±1 / sqrt(size). */
export const startOfV = (size: number) => uniformInitializer(-1 / Math.sqrt(size), 1 / Math.sqrt(size));

/** The sum of every query and every key: `[batch, queries, size]` and `[batch, keys, size]` to `[batch, queries, keys, size]`. */
export function everyPair(queries: Floats, keys: Floats): Floats {
  const [batch, count, size] = queries.shape as [number, number, number];
  return add(reshape(queries, [batch, count, 1, size]), reshape(keys, [batch, 1, keys.shape[1]!, size]));
}
