import { loadStateDict } from '@ostinato/nn';
import { setBackend } from '@ostinato/tensor';
import { hasTorch } from '../machine/torch.ts';
import { type BackendChoice, makeBackend } from '../run/make-backend.ts';
import { makeTask } from '../workloads/make-task.ts';
import { readWorkloads, selectWorkloads, type Workload } from '../workloads/workload.ts';
import { type TorchValues, torchValues } from './torch-values.ts';

/** Runs enough for the optimizer's state to matter. */
const runs = 4;
/** Largest relative difference of a loss or an output from PyTorch's. */
const tolerance = 1e-4;
const quick = ['A1', 'A2', 'A2g', 'B128', 'S128', 'C', 'D1', 'D2', 'D3', 'E256'];

/** Compares losses and outputs from PyTorch's first values on PyTorch, js and wasm. Gives how many differ. */
export async function verify(patterns: readonly string[], print: (line: string) => void): Promise<number> {
  if (!hasTorch()) throw new Error('verify needs PyTorch; OSTINATO_PYTHON names a Python that has it.');
  const workloads = readWorkloads();
  const choices: BackendChoice[] = [
    { backend: 'js', threads: 1 },
    ...[false, true].flatMap((relaxed) => [1, 2].map((threads) => ({ backend: 'wasm' as const, threads, relaxed }))),
  ];
  let wrong = 0;
  for (const id of selectWorkloads(Object.keys(workloads), patterns.length > 0 ? patterns : quick)) {
    const workload = workloads[id]!;
    const torch = torchValues(id, runs);
    print(`${id} torch ${torch.values.map((value) => value.toFixed(6)).join(' ')}`);
    for (const choice of choices) {
      const values = await ownValues(workload, torch, choice);
      const difference = Math.max(...values.map((value, i) => Math.abs(value / torch.values[i]! - 1)));
      if (!(difference <= tolerance)) wrong++;
      const verdict = difference <= tolerance ? 'equal' : 'DIFFERS';
      print(
        `${id} ${nameOf(choice)} ${values.map((value) => value.toFixed(6)).join(' ')} ${verdict} (${difference.toExponential(1)})`,
      );
    }
  }
  return wrong;
}

async function ownValues(workload: Workload, { state }: TorchValues, choice: BackendChoice): Promise<number[]> {
  const backend = await makeBackend(choice);
  try {
    setBackend(backend);
    const task = makeTask(workload);
    if (task.model !== undefined) loadStateDict(task.model, state);
    const values: number[] = [];
    for (let run = 0; run < runs; run++) values.push(await task.run());
    return values;
  } finally {
    backend.dispose();
  }
}

const nameOf = ({ backend, threads, relaxed }: BackendChoice): string =>
  `${backend}${backend === 'wasm' ? threads : ''}${relaxed === true ? ' relaxed' : ''}`;
