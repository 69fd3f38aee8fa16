import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeSafetensors, type TensorEntry } from '@ostinato/safetensors';
import type { IndexEntry } from './golden-index.ts';

/** Tensors of a case by name: shape and values. */
export type MiniTensors = Readonly<Record<string, readonly [shape: readonly number[], values: readonly number[]]>>;

/** A case as a test writes it. Tensors called `input.ids` or `...indices` are int32. */
export interface MiniCase extends IndexEntry {
  readonly values?: MiniTensors;
}

function entryOf(name: string, [shape, values]: MiniTensors[string]): TensorEntry {
  if (/ids$|indices$|target$/.test(name)) return { dtype: 'I32', shape, data: Int32Array.from(values) };
  return { dtype: 'F32', shape, data: Float32Array.from(values) };
}

/** Writes a golden directory for a test and returns its path. */
export function writeMiniSet(cases: readonly MiniCase[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'ostinato-golden-'));
  mkdirSync(join(directory, 'torch'));
  const all = new Map<string, TensorEntry>();
  const entries = cases.map(({ values, ...entry }): IndexEntry => {
    if (values === undefined) return entry;
    const prefix = `${entry.id}/`;
    const tensors = Object.entries(values).map(([name, value]) => [name, entryOf(name, value)] as const);
    for (const [name, tensor] of tensors) all.set(prefix + name, tensor);
    const types = tensors.map(([name, { dtype, shape }]) => [name, `${dtype}[${shape}]`]);
    return { file: 'torch/mini.safetensors', prefix, ...entry, tensors: Object.fromEntries(types) };
  });
  writeFileSync(join(directory, 'torch/mini.safetensors'), encodeSafetensors(all));
  writeFileSync(join(directory, 'index.json'), JSON.stringify({ set: 'mini', cases: entries }));
  return directory;
}

/** `y = W x + b` for W = [[1, 2], [3, 4]], b = [10, 20], x = [[1, 1], [2, 0]], and the gradients for cotangent [[1, 0], [0, 1]]. */
export const linearCase: MiniCase & { readonly values: MiniTensors } = {
  id: 'linear.mini',
  kind: 'module',
  config: { module: 'Linear', in_features: 2, out_features: 2, bias: true },
  values: {
    'param.weight': [
      [2, 2],
      [1, 2, 3, 4],
    ],
    'param.bias': [[2], [10, 20]],
    'input.x': [
      [2, 2],
      [1, 1, 2, 0],
    ],
    'output.y': [
      [2, 2],
      [13, 27, 12, 26],
    ],
    'cotangent.y': [
      [2, 2],
      [1, 0, 0, 1],
    ],
    'grad.input.x': [
      [2, 2],
      [1, 2, 3, 4],
    ],
    'grad.param.weight': [
      [2, 2],
      [1, 1, 2, 0],
    ],
    'grad.param.bias': [[2], [1, 1]],
  },
};

/** The same case under another id, with some values or options replaced. */
export function variant(id: string, values: MiniTensors, config: Readonly<Record<string, unknown>> = {}): MiniCase {
  return {
    ...linearCase,
    id,
    config: { ...linearCase.config, ...config },
    values: { ...linearCase.values, ...values },
  };
}
