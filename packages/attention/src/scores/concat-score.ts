import { uniformInitializer } from '@ostinato/nn';
import { linear, matmul, type Parameter, parameter, split, tanh, type Tensor, tidy } from '@ostinato/tensor';
import { everyPair, startOfV } from './additive-score.ts';
import { checkScored } from './score.ts';
import { checkScoreOptions, type HiddenScoreOptions } from './score-options.ts';

type Floats = Tensor<'float32'>;

/**
 * `v tanh(W [q; k])`, the concat score of Luong et al. 2015: the additive one with one matrix and no bias. State dict:
 * `weight [hiddenSize, querySize + keySize]`, `v [hiddenSize]`.
 */
export class ConcatScore {
  /** `[hiddenSize, querySize + keySize]`. */
  readonly weight: Parameter;
  /** `[hiddenSize]`. */
  readonly v: Parameter;
  readonly #sizes: readonly [query: number, key: number];

  /** @throws ArgumentError */
  constructor(options: HiddenScoreOptions) {
    checkScoreOptions('ConcatScore', options, ['querySize', 'keySize', 'hiddenSize']);
    const { querySize, keySize, hiddenSize, generator } = options;
    const bound = 1 / Math.sqrt(querySize + keySize);
    this.weight = parameter(uniformInitializer(-bound, bound)([hiddenSize, querySize + keySize], generator));
    this.v = parameter(startOfV(hiddenSize)([hiddenSize], generator));
    this.#sizes = [querySize, keySize];
  }

  /** Queries `[batch, queries, querySize]` and keys `[batch, keys, keySize]` to `[batch, queries, keys]`. @throws ShapeError */
  forward(query: Floats, keys: Floats): Floats {
    checkScored('ConcatScore', query, keys, ...this.#sizes);
    return tidy(() => {
      const [forQuery, forKey] = split(this.weight, this.#sizes, 1) as [Floats, Floats];
      return matmul(tanh(everyPair(linear(query, forQuery), linear(keys, forKey))), this.v);
    });
  }
}
