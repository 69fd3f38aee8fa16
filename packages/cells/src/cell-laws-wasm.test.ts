import { wasmBackend } from '@ostinato/backend-wasm';
import { describe, it } from 'vitest';
import { cellLaws } from './testing.ts';
import { lawCells } from './testing/law-cells.ts';

/** What a missing bias leaves out was tested on the reference. */
const cells = Object.entries(lawCells).filter(([name]) => !name.includes('without'));

describe.each(cells)('%s on WebAssembly', (_, makeCell) => {
  const laws = cellLaws(makeCell, { backend: () => wasmBackend({ threads: 1 }) });
  // These two compare in float64, which WebAssembly has not.
  const inFloat32 = laws.filter(({ name }) => !/central differences|parallel form/.test(name));
  it.each(inFloat32.map(({ name, check }) => [name, check] as const))('%s', (_name, check) => check());
});
