import { isRecord } from '../tree.ts';
import { Tensor } from '../tensor.ts';

/** The form of a tree: its keys, and what `describe` says of its tensors; other leaves as they are. */
export function formOfTree(tree: unknown, describe: (tensor: Tensor) => string): string {
  if (tree instanceof Tensor) return describe(tree);
  if (Array.isArray(tree)) return `[${tree.map((part) => formOfTree(part, describe)).join()}]`;
  if (!isRecord(tree)) return `${typeof tree}:${String(tree)}`;
  return `{${Object.keys(tree)
    .map((key) => `${key}:${formOfTree(tree[key], describe)}`)
    .join()}}`;
}
