import { jsBackend } from '@ostinato/backend-js';
import { wasmBackend } from '@ostinato/backend-wasm';
import { BackendError, checkOneOf } from '@ostinato/base';
import type { Backend } from '@ostinato/tensor';

/** Names that `--backend` accepts. */
const backendNames = ['wasm', 'js', 'tfjs'] as const;

/** A backend, by what it is called here and in words. */
export interface NamedBackend {
  readonly name: 'wasm' | 'js';
  /** `wasm (2 threads)`. */
  readonly description: string;
  readonly backend: Backend;
}

/** The backend of this name. @throws ArgumentError for an unknown name, BackendError when its package is not there */
export async function makeBackend(name: string): Promise<NamedBackend> {
  const known = checkOneOf('char-lm', '--backend', name, backendNames);
  if (known === 'js') return { name: known, description: known, backend: jsBackend() };
  if (known === 'wasm') {
    const backend = await wasmBackend();
    const { threads } = backend;
    return { name: known, description: `wasm (${threads === 1 ? '1 thread' : `${threads} threads`})`, backend };
  }
  throw new BackendError(
    `--backend ${known} needs @ostinato/backend-tfjs, which does not exist yet. Use --backend wasm or js.`,
  );
}
