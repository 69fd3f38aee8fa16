import type { Tensor } from '@ostinato/tensor';
import type { RelativeTerms } from '../heads/attend.ts';
import type { Mask } from '../masks/mask.ts';

/** How heads learn where steps are: any of three ways. */
export interface HeadPositions {
  /** Changes queries and keys `[batch, steps, heads, features]` by their places `[1 or batch, steps]`: rotary positions. */
  readonly rotate?: (x: Tensor<'float32'>, places: Tensor<'int32'>) => Tensor<'float32'>;
  /** A mask that adds to the scores: ALiBi, T5. */
  readonly mask?: Mask;
  /** Terms that depend on the queries: Shaw's relative positions. */
  readonly relative?: RelativeTerms;
}
