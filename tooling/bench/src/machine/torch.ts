import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installFolder, python } from '../locations.ts';

/** PyTorch's version, the BLAS that it really uses, as the file it has open, and the kernels that OpenBLAS chose. */
export interface TorchVersion {
  readonly version: string;
  readonly blas: string;
  readonly core: string;
}

/** Folders in which distributions keep OpenBLAS, fastest first. Debian's PyTorch takes whichever BLAS the loader finds. */
const folders = [
  ...(process.env['OPENBLAS_DIR'] ? [process.env['OPENBLAS_DIR']] : []),
  ...['openmp', 'pthread'].flatMap((flavor) =>
    [join(installFolder, 'openblas'), ''].map((base) => `${base}/usr/lib/x86_64-linux-gnu/openblas-${flavor}`),
  ),
];

/** Environment of a Python that runs PyTorch on a number of threads, on OpenBLAS if there is one, with fitting kernels. */
export function torchEnvironment(threads: number): Record<string, string> {
  coreType ??= fittingCore(askTorch(loaderEnvironment(1))?.core ?? '', processorFlags());
  return { ...loaderEnvironment(threads), ...(coreType !== '' && { OPENBLAS_CORETYPE: coreType }) };
}

let coreType: string | undefined;

function loaderEnvironment(threads: number): Record<string, string> {
  const blas = folders.find((folder) => existsSync(folder));
  return {
    OMP_NUM_THREADS: String(threads),
    OPENBLAS_NUM_THREADS: String(threads),
    // Its threads spin at barriers otherwise, and collapse as soon as anything else runs.
    ...(threads > 1 && { OMP_WAIT_POLICY: 'passive' }),
    ...(blas !== undefined && { LD_LIBRARY_PATH: blas }),
  };
}

/**
 * The kernels that OpenBLAS should be told to use: on a processor younger than itself it falls back to those of 2004, which
 * are four times slower, and to beat those would prove nothing. Empty: its own choice is right.
 */
export function fittingCore(chosen: string, flags: ReadonlySet<string>): string {
  if (!['Prescott', 'Core2', 'Generic'].includes(chosen)) return '';
  if (flags.has('avx512f') && flags.has('avx512vl')) return 'SkylakeX';
  return flags.has('avx2') && flags.has('fma') ? 'Haswell' : '';
}

function processorFlags(): Set<string> {
  if (!existsSync('/proc/cpuinfo')) return new Set();
  return new Set(/^flags\s*: (.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.split(' '));
}

/** Whether there is a Python with PyTorch. */
export function hasTorch(): boolean {
  return spawnSync(python, ['-c', 'import torch']).status === 0;
}

const question = `
import json, os, torch
torch.ones(64, 64) @ torch.ones(64, 64)
maps = open('/proc/self/maps').read().splitlines() if os.path.exists('/proc/self/maps') else []
libraries = sorted({os.path.realpath(line.split()[-1]) for line in maps if 'blas' in line})
print(json.dumps({'version': torch.__version__, 'libraries': libraries}))
`;

/** Undefined without PyTorch. */
export function torchVersion(): TorchVersion | undefined {
  return hasTorch() ? askTorch(torchEnvironment(1)) : undefined;
}

function askTorch(environment: Readonly<Record<string, string>>): TorchVersion | undefined {
  const env = { ...process.env, ...environment, OPENBLAS_VERBOSE: '2' };
  const { status, stdout, stderr } = spawnSync(python, ['-c', question], { encoding: 'utf8', env });
  if (status !== 0) return undefined;
  const core = /^Core: (\w+)/m.exec(stdout + stderr)?.[1] ?? '';
  const line = stdout.split('\n').find((text) => text.startsWith('{'))!;
  const { version, libraries } = JSON.parse(line) as { version: string; libraries: string[] };
  return { version, blas: libraries.find((path) => path.includes('openblas')) ?? libraries[0] ?? 'built in', core };
}
