import type { Tensor } from '@ostinato/tensor';

/** What every attention gives. */
export interface AttentionResult {
  /** The values, weighed and summed: one vector for each query. */
  readonly context: Tensor<'float32'>;
  /** How much each query takes of each value; where it was asked for. */
  readonly weights?: Tensor<'float32'>;
}
