import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchFolder, peersFolder, python } from '../locations.ts';

/** First values of a model by name, and what its first runs give. */
export interface TorchValues {
  readonly state: Map<string, { readonly shape: readonly number[]; readonly data: Float32Array<ArrayBuffer> }>;
  readonly values: readonly number[];
}

/** Runs the model of the peers' PyTorch script. @throws Error with what Python printed */
export function torchValues(workload: string, runs: number): TorchValues {
  const folder = mkdtempSync(join(tmpdir(), 'ostinato-bench-'));
  try {
    const file = join(folder, 'state');
    const script = join(benchFolder, 'torch/losses.py');
    const args = [script, join(peersFolder, 'torch_peer.py'), workload, String(runs), file];
    const { status, stdout, stderr } = spawnSync(python, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${python} ${args.join(' ')} failed:\n${stderr}`);
    const { shapes, values } = JSON.parse(stdout) as { shapes: Record<string, number[]>; values: number[] };
    const { buffer } = Uint8Array.from(readFileSync(file));
    let at = 0;
    const state = Object.entries(shapes).map(([name, shape]) => {
      const size = shape.reduce((product, n) => product * n, 1);
      const data = new Float32Array(buffer, at, size);
      at += 4 * size;
      return [name, { shape, data }] as const;
    });
    return { state: new Map(state), values };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
