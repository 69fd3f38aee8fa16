import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installFolder, peersFolder, program, python } from '../locations.ts';
import { installedVersion } from '../machine/machine.ts';
import { hasTorch, torchEnvironment } from '../machine/torch.ts';

/** A program that runs a workload in a process of its own and prints one line of JSON. */
export interface Runner {
  readonly name: string;
  readonly threads: number;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Our backends, then every other library that is installed. */
export function allRunners(relaxed: boolean | undefined): Runner[] {
  return [...ourRunners(relaxed), ...torchRunners(), ...packageRunners()];
}

function ourRunners(relaxed: boolean | undefined): Runner[] {
  const own = (name: string, backend: string, threads: number): Runner => {
    const options = ['--backend', backend, '--threads', String(threads)];
    if (relaxed === true && backend === 'wasm') options.push('--relaxed');
    return { name, threads, command: [process.execPath, program, 'peer', ...options], environment: {} };
  };
  return [own('js', 'js', 1), own('wasm1', 'wasm', 1), own('wasm2', 'wasm', 2), own('tfjs', 'tfjs', 1)];
}

function torchRunners(): Runner[] {
  const script = join(peersFolder, 'torch_peer.py');
  if (!existsSync(script) || !hasTorch()) return [];
  return [1, 2].map((threads) => ({
    name: `torch${threads}`,
    threads,
    command: [python, script, '--threads', String(threads)],
    environment: torchEnvironment(threads),
  }));
}

/** Packages of npm, measured by the scripts that `setup` put beside them. */
function packageRunners(): Runner[] {
  const known = [
    ['tfjs-wasm', '@tensorflow/tfjs-backend-wasm', 'tfjs_peer.mjs', 1, '--backend', 'wasm'],
    ['jaxjs', '@jax-js/jax', 'jaxjs_peer.mjs', 1],
    ['ort-node1', 'onnxruntime-node', 'ort_peer.mjs', 1, '--rt', 'node', '--threads', '1'],
    ['ort-node2', 'onnxruntime-node', 'ort_peer.mjs', 2, '--rt', 'node', '--threads', '2'],
    ['ort-web1', 'onnxruntime-web', 'ort_peer.mjs', 1, '--rt', 'web', '--threads', '1'],
    ['ort-web2', 'onnxruntime-web', 'ort_peer.mjs', 2, '--rt', 'web', '--threads', '2'],
  ] as const;
  return known.flatMap(([name, library, script, threads, ...options]) => {
    const path = join(installFolder, 'bench', script);
    if (installedVersion(library) === undefined || !existsSync(path)) return [];
    return [{ name, threads, command: [process.execPath, path, ...options], environment: {} }];
  });
}
