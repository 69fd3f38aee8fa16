import { jsBackend } from '@ostinato/backend-js';
import { wasmBackend } from '@ostinato/backend-wasm';
import { BackendError } from '@ostinato/base';
import { setBackend } from '@ostinato/tensor';

/** What `ready` chose. */
export interface Ready {
  /** `wasm` or `js`. */
  readonly backend: string;
  /** Threads that kernels run on. */
  readonly threads: number;
  /** What the backend uses: `simd`, `threads`... */
  readonly features: readonly string[];
}

/**
 * Makes the fastest backend that runs here and sets it: WebAssembly with a thread a core, on one thread where memory cannot be
 * shared, plain JavaScript where there is no SIMD. Call it once, before the first tensor.
 *
 * @example
 * import { cells, ready, tensor } from 'ostinato';
 *
 * const { backend, threads } = await ready();
 * console.log(backend); // wasm
 */
export async function ready(): Promise<Ready> {
  const wasm = await attempt(() => wasmBackend());
  const backend = wasm ?? jsBackend();
  setBackend(backend);
  return { backend: backend.name, threads: wasm?.threads ?? 1, features: backend.features };
}

/** A backend, or undefined where this machine cannot have it. */
async function attempt<B>(make: () => Promise<B>): Promise<B | undefined> {
  try {
    return await make();
  } catch (error) {
    if (error instanceof BackendError) return undefined;
    throw error;
  }
}
