import { FormatError } from '@ostinato/base';
import type { HostTensor } from '@ostinato/nn';
import { Tensor, type Tree } from '@ostinato/tensor';
import { checkJson, isRecord, type Json } from './json.ts';

/** The form of a carried tree as JSON; `collect` gets its tensors by path. */
export function treeToJson(tree: Tree, collect: (path: string, tensor: Tensor) => void, path = 'carry'): Json {
  if (tree instanceof Tensor) {
    collect(path, tree);
    return { tensor: path };
  }
  if (Array.isArray(tree)) return { array: tree.map((part, i) => treeToJson(part, collect, `${path}.${i}`)) };
  if (tree === undefined) return {};
  if (!isRecord(tree)) return { value: checkJson('encodeCheckpoint', path, tree) };
  return { record: Object.entries(tree).map(([key, part]) => [key, treeToJson(part, collect, `${path}.${key}`)]) };
}

/** The tree of a form, with the values that the file has in the place of tensors. @throws FormatError */
export function jsonToTree(json: unknown, tensors: ReadonlyMap<string, HostTensor>): Tree {
  if (isRecord(json)) {
    const { tensor, array, record } = json;
    if (typeof tensor === 'string' && tensors.has(tensor)) return tensors.get(tensor);
    if (Array.isArray(array)) return array.map((part) => jsonToTree(part, tensors));
    if (Array.isArray(record)) return Object.fromEntries(record.map(([key, part]) => [key, jsonToTree(part, tensors)]));
    if ('value' in json) return json.value;
    if (Object.keys(json).length === 0) return undefined;
  }
  throw new FormatError('decodeCheckpoint: the form of the carried state is broken.', { code: 'FORMAT_CHECKPOINT' });
}
