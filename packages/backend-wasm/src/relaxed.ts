import { BackendError } from '@ostinato/base';
import { hasRelaxedSimd } from './variant.ts';

/** The part of Node's `process` that can turn on what Node 20 hides behind a flag. */
interface Host {
  readonly process?: { getBuiltinModule?(name: string): { setFlagsFromString?(flags: string): void } | undefined };
}

/**
 * Which arithmetic to use; `wanted` undefined means what the engine offers by itself.
 * @throws BackendError if relaxed SIMD is wanted and cannot be had
 */
export function chooseRelaxed(wanted: boolean | undefined): boolean {
  if (wanted === undefined) return hasRelaxedSimd();
  if (!wanted || hasRelaxedSimd()) return wanted;
  (globalThis as Host).process?.getBuiltinModule?.('node:v8')?.setFlagsFromString?.('--experimental-wasm-relaxed-simd');
  if (hasRelaxedSimd()) return true;
  throw new BackendError('wasmBackend: this engine has no relaxed SIMD. Leave out the option, or set it to false.');
}
