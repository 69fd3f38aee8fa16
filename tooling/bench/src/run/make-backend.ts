import { jsBackend } from '@ostinato/backend-js';
import { wasmBackend } from '@ostinato/backend-wasm';
import type { Backend } from '@ostinato/tensor';

/** Which of our backends computes, and how. */
export interface BackendChoice {
  readonly backend: 'js' | 'wasm' | 'tfjs';
  readonly threads: number;
  /** Only for wasm. Undefined: what the engine offers by itself. */
  readonly relaxed?: boolean | undefined;
}

/** The backend of a choice. @throws BackendError where the engine lacks what was asked for */
export async function makeBackend({ backend, threads, relaxed }: BackendChoice): Promise<Backend> {
  if (backend === 'js') return jsBackend();
  if (backend === 'tfjs') return tfjsWasm();
  return wasmBackend({ threads, ...(relaxed !== undefined && { relaxed }) });
}

/** TensorFlow.js on its wasm backend: what its peer, tfjs-layers, runs on too. */
async function tfjsWasm(): Promise<Backend> {
  const [tf, { tfjsBackend }] = await Promise.all([
    import('@tensorflow/tfjs-core'),
    import('@ostinato/backend-tfjs'),
    import('@tensorflow/tfjs-backend-wasm'),
  ]);
  return tfjsBackend(tf, { name: 'wasm' });
}
