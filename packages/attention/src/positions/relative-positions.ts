import { checkFlags, checkInteger, checkOptions } from '@ostinato/base';
import { xavierUniformInitializer } from '@ostinato/nn';
import {
  checkGenerator,
  indexSelect,
  matmul,
  parameter,
  type Parameter,
  permute,
  type RandomGenerator,
  type Tensor,
  tidy,
  zeros,
} from '@ostinato/tensor';
import type { RelativeTerms } from '../heads/attend.ts';
import type { AttentionGrid } from '../masks/mask.ts';
import type { HeadPositions } from './head-positions.ts';
import { distanceIds } from './relative-bias.ts';

type Floats = Tensor<'float32'>;

/** Options of `RelativePositions`. */
export interface RelativePositionsOptions {
  /** Features of a head. */
  readonly features: number;
  /** Distances beyond this are taken for it. */
  readonly maxDistance: number;
  /** Whether contexts learn distances too, not the scores alone. Default `true`. */
  readonly values?: boolean;
  /** Where the initial values come from. Default: the default generator. */
  readonly generator?: RandomGenerator;
}

/**
 * A learned vector for each distance, added to keys and values, the same for all heads (Shaw et al. 2018). Costs memory of queries x keys x
 * features. State dict: `key [2 maxDistance + 1, features]`, `value` of the same shape.
 */
export class RelativePositions implements HeadPositions {
  /** A vector for each distance of a key, from `-maxDistance` on. */
  readonly key: Parameter;
  /** The same for values; undefined without `values`. */
  readonly value: Parameter | undefined;
  readonly #reach: number;

  /** @throws ArgumentError */
  constructor(options: RelativePositionsOptions) {
    checkOptions('RelativePositions', options, ['features', 'maxDistance', 'values', 'generator']);
    const { features, maxDistance, values = true, generator } = options;
    checkInteger('RelativePositions', 'features', features, { min: 1 });
    this.#reach = checkInteger('RelativePositions', 'maxDistance', maxDistance, { min: 1 });
    checkFlags('RelativePositions', { values });
    checkGenerator('RelativePositions', generator);
    const table = () => parameter(xavierUniformInitializer()([2 * maxDistance + 1, features], generator));
    this.key = table();
    this.value = values ? table() : undefined;
  }

  /** @internal What is added to scores and contexts. */
  get relative(): RelativeTerms {
    return {
      scores: (queries, grid) =>
        byQuery(queries, (rows) => matmul(rows, this.#vectors(this.key, grid), { transposeB: true })),
      context: (weights, grid) =>
        this.value === undefined
          ? zeros([1], { backend: grid.backend })
          : byQuery(weights, (rows) => matmul(rows, this.#vectors(this.value!, grid))),
    };
  }

  /** The vector of each query and key, `[1 or batch, queries, keys, features]`. */
  #vectors(table: Floats, grid: AttentionGrid): Floats {
    return indexSelect(table, distanceIds(grid, this.#reach));
  }
}

/** A product that has a matrix for each query: `[batch, heads, queries, n]` as `[batch, queries, heads, n]` and back. */
function byQuery(x: Floats, product: (rows: Floats) => Floats): Floats {
  return tidy(() => permute(product(permute(x, [0, 2, 1, 3])), [0, 2, 1, 3]));
}
