import { writeFileSync } from 'node:fs';
import type { Arguments } from '../arguments.ts';
import { setBackend } from '@ostinato/tensor';
import { makeBackend } from '../run/make-backend.ts';
import { makeTask } from '../workloads/make-task.ts';
import { readWorkloads } from '../workloads/workload.ts';
import { residentMiB } from './memory.ts';

/** Looks at memory this often, after this share of the steps: V8 lets its young generation grow to 16 MiB in some 2,000 steps. */
const looks = 10;
const warmShare = 0.2;
/** Growth after warm-up that is no leak, in MiB: garbage collectors and allocators keep some. */
const allowance = 10;
const backendCount = 200;
const warmBackends = 40;

type Print = (line: string) => void;

/** One look at memory, after a number of steps or backends. */
interface Look {
  readonly at: number;
  readonly residentMiB: number;
  /** What the backend has in use; only where it lives on. */
  readonly live?: { readonly bytes: number; readonly storages: number };
}

/** Long training and many backends: live bytes must stay the same, the process must not grow. Gives the number of faults. */
export async function soak(args: Arguments, print: Print): Promise<number> {
  const training = await longTraining(args, print);
  const backends = await manyBackends(args, print);
  const { steps, threads, backend } = args;
  if (args.json !== undefined)
    writeFileSync(args.json, `${JSON.stringify({ steps, threads, backend, training, backends }, undefined, 2)}\n`);
  const faults = checkLive(training, print) + checkGrowth(training, print) + checkGrowth(backends, print);
  print(faults === 0 ? 'Nothing grows.' : `${faults} kinds of memory grow.`);
  return faults;
}

async function longTraining({ steps, threads, backend: kind, relaxed }: Arguments, print: Print): Promise<Look[]> {
  const backend = await makeBackend({ backend: kind, threads, relaxed });
  setBackend(backend);
  const task = makeTask(readWorkloads()['A1']!);
  const found: Look[] = [];
  const warm = Math.max(2, Math.floor(steps * warmShare));
  const every = Math.max(1, Math.floor((steps - warm) / looks));
  print(`${steps} steps of A1 on ${kind}, ${threads} thread${threads > 1 ? 's' : ''}`);
  for (let step = 1; step <= steps; step++) {
    const loss = await task.run();
    if (step < warm || (step - warm) % every !== 0) continue;
    const { bytes, storages } = backend.memory();
    const look = { at: step, residentMiB: await residentMiB(), live: { bytes, storages } };
    found.push(look);
    print(`step ${step}: loss ${loss.toFixed(6)}, ${inWords(look)}, process ${look.residentMiB.toFixed(1)} MiB`);
  }
  backend.dispose();
  return found;
}

async function manyBackends({ threads, backend: kind, relaxed }: Arguments, print: Print): Promise<Look[]> {
  const found: Look[] = [];
  print(`${backendCount} times: a backend, two steps, dispose`);
  for (let count = 1; count <= backendCount; count++) {
    const backend = await makeBackend({ backend: kind, threads, relaxed });
    setBackend(backend);
    const task = makeTask(readWorkloads()['A1']!);
    await task.run();
    await task.run();
    backend.dispose();
    if (count < warmBackends || count % warmBackends !== 0) continue;
    found.push({ at: count, residentMiB: await residentMiB() });
    print(`backend ${count}: process ${found.at(-1)!.residentMiB.toFixed(1)} MiB`);
  }
  return found;
}

const inWords = ({ live }: Look): string => `${live?.bytes} bytes in ${live?.storages} storages`;

function checkLive(found: readonly Look[], print: Print): number {
  const states = new Set(found.map(inWords));
  if (states.size > 1) print(`Live bytes are not flat: ${[...states].join(', ')}`);
  return states.size > 1 ? 1 : 0;
}

function checkGrowth(found: readonly Look[], print: Print): number {
  const [first, ...later] = found.map((look) => look.residentMiB);
  const growth = Math.max(...later, 0) - (first ?? 0);
  print(`The process grew by ${growth.toFixed(1)} MiB after warm-up (${allowance} are allowed).`);
  return growth > allowance ? 1 : 0;
}
