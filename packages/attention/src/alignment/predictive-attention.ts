import { checkInteger, checkOptions } from '@ostinato/base';
import { Linear, uniformInitializer } from '@ostinato/nn';
import {
  checkGenerator,
  checkLengths,
  exp,
  matmul,
  mul,
  parameter,
  type Parameter,
  type RandomGenerator,
  reshape,
  sigmoid,
  square,
  tanh,
  type Tensor,
  tensor,
  tidy,
} from '@ostinato/tensor';
import { and } from '../masks/combine.ts';
import { checkScore, type Score, scoreOf } from '../scores/score.ts';
import { type AlignmentOptions, type AlignmentResult, enterAlignment, softAlignment } from './align.ts';
import { distancesFrom, nearMask } from './local-attention.ts';

type Floats = Tensor<'float32'>;

/** Options of `PredictiveAttention`. */
export interface PredictiveAttentionOptions {
  /** How keys answer a query. */
  readonly score: Score;
  /** Features of a query. */
  readonly querySize: number;
  /** Keys up to this many steps before and after the center are seen; their weights fall off with deviation `reach / 2`. */
  readonly reach: number;
  /** Where the initial values come from. Default: the default generator. */
  readonly generator?: RandomGenerator;
}

/** Options of `PredictiveAttention.forward`. */
export interface PredictiveForwardOptions extends AlignmentOptions {
  /** How many keys each sequence has; the center lies within them. Default: all. */
  readonly lengths?: readonly number[] | Int32Array;
}

/**
 * Attention to the keys around a center that the query predicts (local-p, Luong et al. 2015): center `length sigmoid(v tanh(W q))`, weights
 * softmax of the score times `exp(-(key - center)^2 / (2 (reach / 2)^2))`. State dict: `position.weight [querySize, querySize]`,
 * `v [querySize]`, and the score's under `score.`.
 */
export class PredictiveAttention {
  /** How keys answer a query. */
  readonly score: Score;
  /** W. */
  readonly position: Linear;
  /** `[querySize]`. */
  readonly v: Parameter;
  readonly #reach: number;

  /** @throws ArgumentError */
  constructor(options: PredictiveAttentionOptions) {
    checkOptions('PredictiveAttention', options, ['score', 'querySize', 'reach', 'generator']);
    const { score, querySize, reach, generator } = options;
    checkScore('PredictiveAttention', score);
    checkGenerator('PredictiveAttention', generator);
    checkInteger('PredictiveAttention', 'querySize', querySize, { min: 1 });
    this.#reach = checkInteger('PredictiveAttention', 'reach', reach, { min: 1 });
    this.score = score;
    this.position = new Linear({
      inFeatures: querySize,
      outFeatures: querySize,
      bias: false,
      ...(generator && { generator }),
    });
    const bound = 1 / Math.sqrt(querySize);
    this.v = parameter(uniformInitializer(-bound, bound)([querySize], generator));
  }

  /** Shapes are those of `globalAttention`. @throws ArgumentError, ShapeError, DTypeError */
  forward(query: Floats, keys: Floats, options: PredictiveForwardOptions = {}): AlignmentResult {
    const where = 'PredictiveAttention.forward';
    checkOptions(where, options, ['values', 'mask', 'lengths']);
    return tidy(() => {
      const { queries, mask, result } = enterAlignment(where, query, keys, options);
      const centers = mul(sigmoid(matmul(tanh(this.position.forward(queries)), this.v)), this.#lengths(keys, options));
      const apart = distancesFrom(where, centers, queries, keys);
      const weights = softAlignment(scoreOf(where, this.score, queries, keys), and(mask, nearMask(apart, this.#reach)));
      return result(mul(weights, exp(mul(square(apart), -2 / this.#reach ** 2))));
    });
  }

  #lengths(keys: Floats, { lengths }: PredictiveForwardOptions): Floats {
    const [batch, count] = keys.shape as [number, number];
    const all = lengths ?? Array<number>(batch).fill(count);
    checkLengths('PredictiveAttention.forward', all, batch, count);
    return reshape(tensor(Float32Array.from(all), [batch], { backend: keys.backend }), [batch, 1]);
  }
}
