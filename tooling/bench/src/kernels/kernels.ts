import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type KernelName, kernelRow, kernelTable } from '@ostinato/backend';
import { kernelCall } from '@ostinato/backend/testing';
import type { Backend } from '@ostinato/tensor';
import type { Arguments } from '../arguments.ts';
import { root } from '../locations.ts';
import { describeMachine, load } from '../machine/machine.ts';
import { markdownTable } from '../markdown.ts';
import { interleave } from '../run/interleave.ts';
import { makeBackend } from '../run/make-backend.ts';
import { short } from '../statistics.ts';
import { type Instructions, instructionsOf } from './instructions.ts';
import { partialUse, scalarReason } from './reasons.ts';
import { sizesFor } from './sizes.ts';

const target = join(root, 'packages/backend-wasm/KERNELS.md');
const head = ['kernel', 'SIMD', 'size', 'ms', 'faster than js', '2 threads'];

/** Times every kernel on js, on wasm and on two threads of it. All of them are written to KERNELS.md, a selection is printed. */
export async function kernels(args: Arguments, print: (line: string) => void): Promise<void> {
  const names = (Object.keys(kernelTable) as KernelName[]).filter(
    (name) => args.names.length === 0 || args.names.some((part) => name.includes(part)),
  );
  const before = load();
  const instructions = await instructionsOf(readFileSync(simdBinary()));
  const backends = [await makeBackend({ backend: 'js', threads: 1 })];
  for (const threads of [1, 2]) backends.push(await makeBackend({ backend: 'wasm', threads, relaxed: args.relaxed }));
  const rows: string[][] = [];
  for (const name of names) {
    const row = await rowOf(name, backends, instructions.get(name.replaceAll('.', '_')), args.rounds);
    print(row.join(' | '));
    rows.push(row);
  }
  const { cpu, cores } = describeMachine();
  const { features } = backends[2]!;
  const machine = `${cpu}, ${cores} cores, Node ${process.version}, ${features.join(' and ')}, load ${before} to ${load()}`;
  for (const backend of backends) backend.dispose();
  const text = `${intro(machine)}\n\n${markdownTable(head, rows, 3)}\n`;
  if (args.names.length === 0) writeFileSync(target, text);
  print(args.names.length === 0 ? `Written to ${target}` : `\n${text}`);
}

const intro = (machine: string): string => `# Kernels

Written by \`pnpm bench kernels\`: every kernel of the table, whether its code has vector instructions and if not, why; the best time
at the size named (rows x columns; products: rows x columns x inner), how many times as fast that is as \`@ostinato/backend-js\`,
and how many times as fast two threads are as one. A million elements leave a core's own cache, so simple kernels run at the
speed of memory, on two threads as on one.

${machine}`;

/** The binary for one thread, as published. */
function simdBinary(): string {
  const manifest = createRequire(import.meta.url).resolve('@ostinato/backend-wasm/package.json');
  return join(manifest, '../dist/binary/simd.wasm');
}

async function rowOf(
  name: KernelName,
  backends: readonly Backend[],
  found: Instructions | undefined,
  rounds: number,
): Promise<string[]> {
  const { text, sizes } = sizesFor(name);
  if (found === undefined) return [name, 'missing', text, '', '', ''];
  const able = backends.filter((backend) => backend.kernels[name] !== undefined); // optional kernels may be lacking on js
  const calls = able.map((backend) => kernelCall(backend, name, { sizes }));
  const times = await interleave(
    calls.map((call) => () => call.run()),
    { rounds, least: 3 },
  );
  for (const call of calls) call.free();
  const [one, two] = times.slice(-2);
  const faster = times.length < 3 ? '-' : `${short(times[0]!.best / one!.best)}x`;
  const shared = kernelRow(name).split === 'none' ? 'not divided' : `${short(one!.best / two!.best)}x`;
  return [name, simdText(name, found), text, short(one!.best), faster, shared];
}

function simdText(name: KernelName, { simd, bulk }: Instructions): string {
  if (!simd) return bulk ? 'bulk memory instructions' : `no: ${scalarReason(name)}`;
  const note = partialUse(name);
  return note === undefined ? 'yes' : `yes: ${note}`;
}
