import type { Arguments } from '../arguments.ts';
import { setBackend } from '@ostinato/tensor';
import { makeBackend } from '../run/make-backend.ts';
import { makeTask } from '../workloads/make-task.ts';
import { readWorkloads } from '../workloads/workload.ts';
import { residentMiB } from './memory.ts';

/** Looks at memory this often, after this share of the steps. */
const looks = 10;
const warmShare = 0.1;
/** Growth after warm-up that is no leak, in MiB: garbage collectors and allocators keep some. */
const allowance = 24;
const backendCount = 200;
const warmBackends = 40;

type Print = (line: string) => void;

/** Long training and many backends: live bytes must stay the same, the process must not grow. Gives the number of faults. */
export async function soak(args: Arguments, print: Print): Promise<number> {
  const faults = (await longTraining(args, print)) + (await manyBackends(args, print));
  print(faults === 0 ? 'Nothing grows.' : `${faults} kinds of memory grow.`);
  return faults;
}

async function longTraining({ steps, threads, backend: kind, relaxed }: Arguments, print: Print): Promise<number> {
  const backend = await makeBackend({ backend: kind, threads, relaxed });
  setBackend(backend);
  const task = makeTask(readWorkloads()['A1']!);
  const live = new Set<string>();
  const resident: number[] = [];
  const warm = Math.max(2, Math.floor(steps * warmShare));
  const every = Math.max(1, Math.floor((steps - warm) / looks));
  print(`${steps} steps of A1 on ${kind}, ${threads} thread${threads > 1 ? 's' : ''}`);
  for (let step = 1; step <= steps; step++) {
    const loss = await task.run();
    if (step < warm || (step - warm) % every !== 0) continue;
    const { bytes, storages } = backend.memory();
    live.add(`${bytes} bytes in ${storages} storages`);
    resident.push(await residentMiB());
    print(`step ${step}: loss ${loss.toFixed(6)}, ${[...live].at(-1)}, process ${resident.at(-1)!.toFixed(1)} MiB`);
  }
  backend.dispose();
  if (live.size > 1) print(`Live bytes are not flat: ${[...live].join(', ')}`);
  return (live.size > 1 ? 1 : 0) + checkGrowth(resident, print);
}

async function manyBackends({ threads, backend: kind, relaxed }: Arguments, print: Print): Promise<number> {
  const resident: number[] = [];
  print(`${backendCount} times: a backend, two steps, dispose`);
  for (let count = 1; count <= backendCount; count++) {
    const backend = await makeBackend({ backend: kind, threads, relaxed });
    setBackend(backend);
    const task = makeTask(readWorkloads()['A1']!);
    await task.run();
    await task.run();
    backend.dispose();
    if (count < warmBackends || count % warmBackends !== 0) continue;
    resident.push(await residentMiB());
    print(`backend ${count}: process ${resident.at(-1)!.toFixed(1)} MiB`);
  }
  return checkGrowth(resident, print);
}

function checkGrowth(resident: readonly number[], print: Print): number {
  const growth = Math.max(...resident.slice(1), 0) - (resident[0] ?? 0);
  print(`The process grew by ${growth.toFixed(1)} MiB after warm-up (${allowance} are allowed).`);
  return growth > allowance ? 1 : 0;
}
