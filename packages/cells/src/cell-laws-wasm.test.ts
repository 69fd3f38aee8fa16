import { wasmBackend } from '@ostinato/backend-wasm';
import { describe, it } from 'vitest';
import { cellLaws } from './testing.ts';
import { oneOfEach } from './testing/law-cells.ts';

/** Two laws compare in float64, which WebAssembly has not; what is left when memory runs out is the same for all cells. */
const skipped = (cell: string, law: string): boolean =>
  /central differences|parallel form/.test(law) || (law.includes('memory runs out') && cell !== 'LSTMCell');

describe.each(Object.entries(oneOfEach))('%s on WebAssembly', (cell, makeCell) => {
  const laws = cellLaws(makeCell, { backend: () => wasmBackend({ threads: 1 }) });
  const inFloat32 = laws.filter(({ name }) => !skipped(cell, name));
  it.each(inFloat32.map(({ name, check }) => [name, check] as const))('%s', (_name, check) => check());
});
