import { Tensor, tensorsIn, type Tree } from '@ostinato/tensor';

/** Frees the tensors of `before` that are not in `after`. Parameters and buffers belong to the model and stay. */
export function disposeTree(before: Tree, after?: Tree): void {
  const stays = new Set(tensorsIn(after));
  for (const value of tensorsIn(before)) if (value.constructor === Tensor && !stays.has(value)) value.dispose();
}
