import { mean, sum, type Tensor } from '@ostinato/tensor';

/** How a loss of many elements becomes one number: their mean, their sum, or not at all. */
export type Reduction = 'mean' | 'sum' | 'none';

/** The names of the reductions. */
export const reductions = ['mean', 'sum', 'none'] as const;

/** Reduces the losses of the elements. */
export function reduceLoss(losses: Tensor<'float32'>, reduction: Reduction): Tensor<'float32'> {
  return reduction === 'mean' ? mean(losses) : reduction === 'sum' ? sum(losses) : losses;
}
