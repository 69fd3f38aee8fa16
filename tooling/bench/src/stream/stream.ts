import { writeFileSync } from 'node:fs';
import { LSTM } from '@ostinato/cells';
import { stream } from '@ostinato/sequence';
import { setBackend } from '@ostinato/tensor';
import type { Arguments } from '../arguments.ts';
import { uniformValues } from '../data/generator.ts';
import { makeBackend } from '../run/make-backend.ts';
import { residentMiB } from '../soak/memory.ts';
import { quantile } from '../statistics.ts';

const sizes = [128, 256, 512];

/** The share of the steps that are made before the clock starts: until then compilers work and V8's young generation grows. */
const warmShare = 0.2;

/** Feeds an LSTM one step at a time: how long a step takes, and whether memory grows. Gives the number of sizes where it does. */
export async function streams(args: Arguments, print: (line: string) => void): Promise<number> {
  const { steps, threads, backend: kind, relaxed } = args;
  print(`${steps} steps of one sequence on ${kind}, ${threads} thread${threads > 1 ? 's' : ''}; microseconds of push`);
  print('');
  print('| LSTM | p50 | p99 | p99 / p50 | largest | bytes | process grew by MiB |');
  print('|---|---:|---:|---:|---:|---:|---:|');
  const rows = [];
  let faults = 0;
  for (const size of sizes) {
    const backend = await makeBackend({ backend: kind, threads, relaxed });
    setBackend(backend);
    const live = stream(new LSTM({ inputSize: size, hiddenSize: size }));
    const frame = uniformValues(size, 1);
    const times = new Float64Array(steps);
    for (let step = 0; step < warmShare * steps; step++) live.push(frame);
    const [before, resident] = [backend.memory(), await residentMiB()];
    for (let step = 0; step < steps; step++) {
      const began = performance.now();
      live.push(frame);
      times[step] = 1000 * (performance.now() - began);
    }
    const grown = (await residentMiB()) - resident;
    const { bytes } = backend.memory();
    const isFlat = bytes === before.bytes && backend.memory().peakBytes === before.peakBytes && grown < 5;
    if (!isFlat) faults++;
    const [p50, p99, largest] = [quantile(times, 0.5), quantile(times, 0.99), quantile(times, 1)];
    rows.push({ size, p50, p99, largest, bytes, grown });
    const numbers = [p50, p99].map((time) => time.toFixed(1)).join(' | ');
    print(
      `| ${size} | ${numbers} | ${(p99 / p50).toFixed(2)} | ${largest.toFixed(0)} | ${bytes} | ${grown.toFixed(1)} |`,
    );
    backend.dispose();
  }
  if (args.json !== undefined)
    writeFileSync(args.json, `${JSON.stringify({ steps, threads, kind, rows }, undefined, 2)}\n`);
  return faults;
}
