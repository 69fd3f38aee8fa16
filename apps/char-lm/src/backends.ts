import { jsBackend } from '@ostinato/backend-js';
import { wasmBackend } from '@ostinato/backend-wasm';
import { checkOneOf } from '@ostinato/base';
import type { Backend } from '@ostinato/tensor';

/** Names that `--backend` accepts. */
const backendNames = ['wasm', 'js', 'tfjs'] as const;

/** A backend, by what it is called here and in words. */
export interface NamedBackend {
  readonly name: 'wasm' | 'js' | 'tfjs';
  /** `wasm (2 threads)`. */
  readonly description: string;
  readonly backend: Backend;
}

/** The backend of this name. @throws ArgumentError for an unknown name */
export async function makeBackend(name: string): Promise<NamedBackend> {
  const known = checkOneOf('char-lm', '--backend', name, backendNames);
  if (known === 'js') return { name: known, description: known, backend: jsBackend() };
  if (known === 'wasm') {
    const backend = await wasmBackend();
    const { threads } = backend;
    return { name: known, description: `wasm (${threads === 1 ? '1 thread' : `${threads} threads`})`, backend };
  }
  const backend = await tfjsWasm();
  return { name: known, description: backend.name, backend };
}

/** TensorFlow.js on its wasm backend; loaded only here, since it is larger than everything else together. */
async function tfjsWasm(): Promise<Backend> {
  const [tf, { tfjsBackend }] = await Promise.all([
    import('@tensorflow/tfjs-core'),
    import('@ostinato/backend-tfjs'),
    import('@tensorflow/tfjs-backend-wasm'),
  ]);
  return tfjsBackend(tf, { name: 'wasm' });
}
