import { describe } from '@ostinato/base';
import * as attention from '@ostinato/attention';
import * as cells from '@ostinato/cells';
import * as cellInitializers from '@ostinato/cells/initializers';
import * as onnx from '@ostinato/cells/onnx';
import * as data from '@ostinato/data';
import * as decoding from '@ostinato/decoding';
import * as nn from '@ostinato/nn';
import * as nnInitializers from '@ostinato/nn/initializers';
import * as safetensors from '@ostinato/safetensors';
import * as sequence from '@ostinato/sequence';
import * as tensor from '@ostinato/tensor';
import * as train from '@ostinato/train';
import * as trainNode from '@ostinato/train/node';
import { type Misuse, misuse } from '../misuse/misuse.ts';
import { furtherCells } from '../names/further-cells.ts';
import { kinds } from './kinds.ts';
import { type Argument, parseSignature } from './signature.ts';
import {
  attentionSignatures,
  cellSignature,
  cellSignatures,
  dataSignatures,
  decodingSignatures,
  nnSignatures,
  safetensorsSignatures,
  sequenceSignatures,
  type Signatures,
  tensorSignatures,
  trainSignatures,
} from './signatures.ts';

/** The packages whose functions are tried, with their signatures. */
export const packages: Readonly<Record<string, { readonly exports: object; readonly signatures: Signatures }>> = {
  tensor: { exports: tensor, signatures: tensorSignatures },
  nn: { exports: { ...nn, ...nnInitializers }, signatures: nnSignatures },
  cells: {
    exports: { ...cells, ...cellInitializers, ...onnx },
    signatures: { ...furtherCells(Object.keys(cellSignatures), cellSignature), ...cellSignatures },
  },
  attention: { exports: attention, signatures: attentionSignatures },
  sequence: { exports: sequence, signatures: sequenceSignatures },
  data: { exports: data, signatures: dataSignatures },
  train: { exports: { ...train, ...trainNode }, signatures: trainSignatures },
  decoding: { exports: decoding, signatures: decodingSignatures },
  safetensors: { exports: safetensors, signatures: safetensorsSignatures },
};

/** A value of the wrong type in the place of each argument and each option of every function. */
export const typeMisuses: readonly Misuse[] = Object.entries(packages).flatMap(([name, { exports, signatures }]) =>
  Object.entries(signatures).flatMap(([path, signature]) =>
    misusesOf(`${name}.${path}`, find(exports, path), parseSignature(signature)),
  ),
);

type Callable = (...values: unknown[]) => unknown;

/** What `Class.method` or `name` is in a package, as a function that a class answers by making an instance. */
function find(exports: object, path: string): Callable {
  const [name, method] = path.split('.') as [string, string?];
  const found = (exports as Record<string, Callable & Record<string, Callable>>)[name]!;
  if (method !== undefined) return (...values) => found[method]!(...values);
  return /^class\b/.test(String(found)) ? (...values) => Reflect.construct(found, values) as unknown : found;
}

function misusesOf(where: string, call: Callable, signature: readonly Argument[]): Misuse[] {
  return signature.flatMap((argument, at) => [
    ...wrongValues(argument).map((bad) =>
      attempt(`${where}: ${argument.name} ${describe(bad)}`, mentionOf(argument), call, signature, at, () => bad),
    ),
    ...argument.fields.flatMap((field) =>
      wrongValues(field).map((bad) =>
        attempt(`${where}: ${argument.name}.${field.name} ${describe(bad)}`, [field.name], call, signature, at, () => ({
          ...(valueOf(argument) as object),
          [field.name]: bad,
        })),
      ),
    ),
  ]);
}

function wrongValues({ kind, optional }: Argument): readonly unknown[] {
  const values = kind === 'options' ? [null, 'text', 3, [1]] : kinds[kind]!.wrong;
  return optional || values.length === 0 ? values : [undefined, ...values];
}

/** Operands of a family share one check; everything else is called by its name. */
function mentionOf({ name, kind }: Argument): string[] {
  return kind === 'operand' ? [] : [kind === 'options' ? 'options' : name];
}

function valueOf({ kind, fields }: Argument): unknown {
  if (kind !== 'options') return kinds[kind]!.make();
  return Object.fromEntries(fields.filter(({ optional }) => !optional).map((field) => [field.name, valueOf(field)]));
}

function attempt(
  label: string,
  mentions: readonly string[],
  call: Callable,
  signature: readonly Argument[],
  at: number,
  bad: () => unknown,
): Misuse {
  return misuse(label, 'ArgumentError ARGUMENT_TYPE', mentions, (watch) => {
    const values = signature.map((argument, i) => (i === at ? bad() : valueOf(argument)));
    values.forEach((value, i) => i !== at && value instanceof tensor.Tensor && watch(value));
    return () => call(...values);
  });
}
