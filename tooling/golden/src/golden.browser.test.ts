import { eagerWasmBackend } from '@ostinato/backend-wasm/testing';
import { expect, inject, it } from 'vitest';
import { adapters } from './adapters/adapters.ts';
import { parseIndex } from './golden-index.ts';
import { run } from './run.ts';

/** The address of the golden directory on the test server. */
const directory = inject('golden' as never) as string;
const entries = parseIndex(await (await fetch(`${directory}/index.json`)).text(), 'index.json');
const names = [...new Set(entries.flatMap(({ kind, file }) => (kind && kind in adapters && file ? [file] : [])))];
const files = new Map(await Promise.all(names.map(async (name) => [name, await bytesOf(name)] as const)));

async function bytesOf(name: string): Promise<Uint8Array> {
  const response = await fetch(`${directory}/${name}`);
  if (!response.ok) throw new Error(`${name}: the server answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** The one that a page gets; with OSTINATO_FULL all. */
const variants = [false, true]
  .flatMap((relaxed) => [1, 2].map((threads) => ({ relaxed, threads })))
  .filter(({ relaxed, threads }) => (relaxed && threads > 1) || inject('full' as never));

it.each(variants)('golden cases hold in Chromium with %o', async (options) => {
  const backend = await eagerWasmBackend({ ...options, maxMemory: 2 ** 30 });
  const readFile = (file: string) => files.get(file)!;
  const results = run({ readFile, entries, adapters, backends: [{ name: 'wasm', backend }] });
  const problems = results.flatMap(({ outcome }) => (outcome.kind === 'failed' ? outcome.problems : []));
  expect(problems).toEqual([]);
  expect(results.filter(({ outcome }) => outcome.kind === 'passed').length).toBeGreaterThan(200);
  backend.dispose();
});
