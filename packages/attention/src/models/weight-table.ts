import type { Parameter } from '@ostinato/tensor';

/** A table of vectors, or a matrix without bias, as a module. */
export interface WeightTable {
  /** One row for each token or place. */
  readonly weight: Parameter;
}
