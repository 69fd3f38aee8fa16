import { opTable } from '@ostinato/tensor/testing';
import { describe, expect, it } from 'vitest';
import { packages } from './type-misuses.ts';

/** Exports that take no value whose type could be wrong, or that are classes whose instances functions make. */
const without: Readonly<Record<string, readonly string[]>> = {
  tensor: [
    'Buffer',
    'Parameter',
    'Tensor',
    'defaultGenerator',
    'getBackend',
    'mapTree',
    'tensorsIn',
    'trainingGenerator',
  ],
  data: ['CharacterVocabulary'],
};

describe.each(Object.entries(packages))('%s', (name, { exports, signatures }) => {
  // what the op table has is refused wrong types there as well, so a new op needs no line here
  it('has a signature for every function', () => {
    const functions = Object.entries(exports).flatMap(([key, value]) => (typeof value === 'function' ? [key] : []));
    const ops = name === 'tensor' ? opTable.map((row) => row.name) : [];
    const known = new Set([...Object.keys(signatures), ...(without[name] ?? []), ...ops]);
    expect(functions.filter((key) => !known.has(key))).toEqual([]);
  });

  it('has no signature of what is gone', () => {
    const gone = [...Object.keys(signatures), ...(without[name] ?? [])].filter(
      (path) => !(path.split('.')[0]! in exports),
    );
    expect(gone).toEqual([]);
  });
});
