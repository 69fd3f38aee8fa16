import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installFolder, python } from '../locations.ts';
import { torchVersion } from './torch.ts';

/** What numbers depend on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** Packages whose versions are worth knowing. */
const peerPackages = [
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-layers',
  '@tensorflow/tfjs-backend-wasm',
  'onnxruntime-web',
  'onnxruntime-node',
  '@jax-js/jax',
] as const;

/** The machine, and the versions of all that is measured on it. */
export function describeMachine(): Machine {
  const torch = torchVersion();
  const installed = peerPackages.flatMap((name) => {
    const version = installedVersion(name);
    return version === undefined ? [] : [[name, version] as const];
  });
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    versions: {
      node: process.version,
      v8: process.versions.v8,
      ...(torch && { torch: `${torch.version} (${python})`, 'BLAS of torch': `${torch.blas} ${torch.core}`.trim() }),
      ...Object.fromEntries(installed),
    },
  };
}

/** The version of an installed peer; undefined if it is not there. */
export function installedVersion(name: string): string | undefined {
  try {
    const text = readFileSync(join(installFolder, 'node_modules', name, 'package.json'), 'utf8');
    return (JSON.parse(text) as { version: string }).version;
  } catch {
    return undefined;
  }
}

/** Programs that ran or waited, on average over the last minute. */
export function load(): number {
  return Number(loadavg()[0]!.toFixed(2));
}
