import { broadcastTo, reshape, takeAlongAxis, type Tensor } from '@ostinato/tensor';

/** The steps of `[batch, steps, ...]` in another order `[batch, steps]`. */
export function inOrder<T extends Tensor>(x: T, order: Tensor<'int32'>): T {
  const [batch, steps] = order.shape as [number, number];
  const one = [batch, steps, ...x.shape.slice(2).map(() => 1)];
  return takeAlongAxis(x, broadcastTo(reshape(order, one), x.shape), 1) as Tensor as T;
}
