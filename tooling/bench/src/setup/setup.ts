import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installFolder, peersFolder, python } from '../locations.ts';
import { torchEnvironment, torchVersion } from '../machine/torch.ts';
import { refreshScripts } from './scripts.ts';

/** Exact versions, so that two people measure the same. */
const dependencies = {
  '@jax-js/jax': '0.1.25',
  '@tensorflow/tfjs-backend-cpu': '4.22.0',
  '@tensorflow/tfjs-backend-wasm': '4.22.0',
  '@tensorflow/tfjs-core': '4.22.0',
  '@tensorflow/tfjs-layers': '4.22.0',
  'onnxruntime-node': '1.30.0',
  'onnxruntime-web': '1.30.0',
};

/** Installs the other libraries outside the workspace. Scripts of theirs do not run. @throws Error if npm fails */
export function setup(print: (line: string) => void): void {
  mkdirSync(installFolder, { recursive: true });
  writeFileSync(join(installFolder, 'package.json'), JSON.stringify({ private: true, dependencies }, undefined, 2));
  print(`Installing into ${installFolder} ...`);
  const npm = ['install', '--ignore-scripts', '--no-audit', '--no-fund'];
  run('npm', npm, {});
  if (!existsSync(peersFolder)) {
    print(`There are no scripts in ${peersFolder}; OSTINATO_PEERS names the folder that has them.`);
    return;
  }
  refreshScripts();
  const torch = torchVersion();
  if (torch === undefined) {
    print(`${python} has no PyTorch: it is not measured, and onnxruntime has no models to run.`);
    return;
  }
  print(`PyTorch ${torch.version} with ${torch.blas} ${torch.core}`);
  // What it exports before it needs the package onnx is enough for all but plain products.
  const { status } = spawnSync(python, ['export_onnx.py'], options(torchEnvironment(1)));
  if (status !== 0) print('Not every model of onnxruntime was exported (E* needs the Python package onnx).');
}

function run(command: string, args: readonly string[], environment: Readonly<Record<string, string>>): void {
  const { status, stderr } = spawnSync(command, args, { ...options(environment), cwd: installFolder });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stderr}`);
}

function options(environment: Readonly<Record<string, string>>) {
  return { cwd: join(installFolder, 'bench'), env: { ...process.env, ...environment }, encoding: 'utf8' } as const;
}
