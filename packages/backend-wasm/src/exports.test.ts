import { type KernelName, kernelRow, kernelTable } from '@ostinato/backend';
import { describe, expect, it } from 'vitest';
import { exportName } from './kernel-exports.ts';
import { chooseRelaxed } from './relaxed.ts';
import { compile } from './variant.ts';

/** Optional kernels of the table that no binary has. */
const absent: readonly KernelName[] = [];

const expected = (Object.keys(kernelTable) as KernelName[]).filter((name) => !absent.includes(name)).map(exportName);

const variants = [false, true].flatMap((relaxed) => [false, true].map((shared) => ({ relaxed, shared })));

/** Bytes that a module changes in a memory of the host as soon as it is instantiated. */
async function writtenBy(module: WebAssembly.Module, shared: boolean): Promise<number> {
  const memory = new WebAssembly.Memory({ initial: 48, maximum: 48, shared });
  const bytes = new Uint8Array(memory.buffer).fill(0xa5);
  await WebAssembly.instantiate(module, { env: { memory, scratch: 64 } });
  return bytes.reduce((count, byte) => count + +(byte !== 0xa5), 0);
}

it('lacks only what is optional', () => {
  expect(absent.filter((name) => !kernelRow(name).optional)).toEqual([]);
});

it('would see a module write its data', async () => {
  const header = [0, 97, 115, 109, 1, 0, 0, 0];
  const memoryImport = [2, 16, 1, 3, 101, 110, 118, 6, 109, 101, 109, 111, 114, 121, 2, 1, 1, 48];
  const data = [11, 9, 1, 0, 65, 0, 11, 3, 1, 2, 3];
  expect(await writtenBy(await WebAssembly.compile(Uint8Array.of(...header, ...memoryImport)), false)).toBe(0);
  expect(await writtenBy(await WebAssembly.compile(Uint8Array.of(...header, ...memoryImport, ...data)), false)).toBe(3);
});

describe.each(variants)('binary of relaxed: $relaxed, shared: $shared', ({ relaxed, shared }) => {
  const module = compile({ relaxed: relaxed && chooseRelaxed(true), shared });

  it('exports the kernels of the table and no other function', async () => {
    const functions = WebAssembly.Module.exports(await module).filter(({ kind }) => kind === 'function');
    expect(new Set(functions.map(({ name }) => name))).toEqual(new Set(expected));
  });

  it('imports a memory and the address of its working space', async () => {
    const imports = WebAssembly.Module.imports(await module).map(({ name, kind }) => `${name}: ${kind}`);
    expect(new Set(imports)).toEqual(new Set(['memory: memory', 'scratch: global']));
  });

  it('writes nothing by itself', async () => {
    expect(await writtenBy(await module, shared)).toBe(0);
  });
});
