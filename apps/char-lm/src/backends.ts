import { jsBackend } from '@ostinato/backend-js';
import { BackendError, checkOneOf } from '@ostinato/base';
import type { Backend } from '@ostinato/tensor';

/** Packages of the backends that can be asked for. */
const packages = {
  js: '@ostinato/backend-js',
  wasm: '@ostinato/backend-wasm',
  tfjs: '@ostinato/backend-tfjs',
} as const;

/** Names that `--backend` accepts. */
const backendNames = ['js', 'wasm', 'tfjs'] as const;

/** The backend of this name. @throws ArgumentError for an unknown name, BackendError when its package is not there */
export function makeBackend(name: string): { name: 'js'; backend: Backend } {
  const known = checkOneOf('char-lm', '--backend', name, backendNames);
  if (known === 'js') return { name: 'js', backend: jsBackend() };
  throw new BackendError(`--backend ${known} needs ${packages[known]}, which does not exist yet. Use --backend js.`);
}
