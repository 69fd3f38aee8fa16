import { Tensor } from './tensor.ts';

/** A tensor or any nesting of arrays, plain objects and maps of trees; other values are leaves without tensors. */
export type Tree = unknown;

/** Every tensor in a tree, in order of keys. */
export function* tensorsIn(tree: Tree): Generator<Tensor> {
  const found: Tensor[] = [];
  eachTensor(tree, (tensor) => found.push(tensor));
  yield* found;
}

/** Calls `visit` with every tensor in a tree, in order of keys. */
export function eachTensor(tree: Tree, visit: (tensor: Tensor) => void): void {
  if (tree instanceof Tensor) visit(tree);
  else if (Array.isArray(tree)) for (const part of tree) eachTensor(part, visit);
  else if (tree instanceof Map) for (const part of tree.values()) eachTensor(part, visit);
  else if (isRecord(tree)) for (const key of Object.keys(tree)) eachTensor(tree[key], visit);
}

/** Whether a value is a plain object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The same tree with every tensor replaced. */
export function mapTree<T>(tree: T, change: (tensor: Tensor, path: string) => unknown, path = ''): T {
  if (tree instanceof Tensor) return change(tree, path) as T;
  if (Array.isArray(tree)) return tree.map((part, i) => mapTree(part, change, `${path}[${i}]`)) as T;
  if (!isRecord(tree)) return tree;
  const entries = Object.entries(tree).map(([key, part]) => [
    key,
    mapTree(part, change, path ? `${path}.${key}` : key),
  ]);
  return Object.fromEntries(entries) as T;
}
