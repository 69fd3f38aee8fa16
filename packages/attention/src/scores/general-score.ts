import { uniformInitializer } from '@ostinato/nn';
import { matmul, type Parameter, parameter, type Tensor, tidy } from '@ostinato/tensor';
import { checkScored } from './score.ts';
import { checkScoreOptions, type ScoreOptions } from './score-options.ts';

/** `q W k`, the general score of Luong et al. 2015. State dict: `weight [querySize, keySize]`, at first uniform in ±1 / sqrt(keySize). */
export class GeneralScore {
  /** `[querySize, keySize]`. */
  readonly weight: Parameter;

  /** @throws ArgumentError */
  constructor(options: ScoreOptions) {
    checkScoreOptions('GeneralScore', options, ['querySize', 'keySize']);
    const { querySize, keySize, generator } = options;
    const bound = 1 / Math.sqrt(keySize);
    this.weight = parameter(uniformInitializer(-bound, bound)([querySize, keySize], generator));
  }

  /** Queries `[batch, queries, querySize]` and keys `[batch, keys, keySize]` to `[batch, queries, keys]`. @throws ShapeError */
  forward(query: Tensor<'float32'>, keys: Tensor<'float32'>): Tensor<'float32'> {
    checkScored('GeneralScore', query, keys, ...(this.weight.shape as [number, number]));
    return tidy(() => matmul(matmul(query, this.weight), keys, { transposeB: true }));
  }
}
