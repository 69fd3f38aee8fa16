import { BackendError } from '@ostinato/base';
import { hasRelaxedSimd } from './variant.ts';

/** The part of Node's `process` that can turn on what Node 20 hides behind a flag. */
interface Host {
  readonly process?: { getBuiltinModule?(name: string): { setFlagsFromString?(flags: string): void } | undefined };
}

/**
 * Which arithmetic to use; `wanted` undefined means relaxed SIMD wherever it can be had.
 * @throws BackendError if relaxed SIMD is wanted and cannot be had
 */
export function chooseRelaxed(wanted: boolean | undefined): boolean {
  if (wanted === false) return false;
  if (!hasRelaxedSimd()) turnOn();
  if (hasRelaxedSimd()) return true;
  if (wanted === undefined) return false;
  throw new BackendError('wasmBackend: this engine has no relaxed SIMD. Leave out the option, or set it to false.');
}

function turnOn(): void {
  (globalThis as Host).process?.getBuiltinModule?.('node:v8')?.setFlagsFromString?.('--experimental-wasm-relaxed-simd');
}
