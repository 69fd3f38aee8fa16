import { BackendError } from '@ostinato/base';

/** Which binary runs: with or without one-rounding multiply-add, on a memory of its own or on a shared one. */
export interface Variant {
  readonly relaxed: boolean;
  readonly shared: boolean;
}

/** A function of v128 type; engines without SIMD refuse it. */
const simdProbe = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
);

/** A function that uses `f32x4.relaxed_madd`. */
const relaxedProbe = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 19, 1, 17, 0],
  ...[65, 0, 253, 15, 65, 0, 253, 15, 65, 0, 253, 15, 253, 133, 2, 11],
);

/** Whether this engine runs relaxed SIMD. */
export const hasRelaxedSimd = (): boolean => WebAssembly.validate(relaxedProbe);

const advice = 'Use jsBackend() of @ostinato/backend-js.';

/** @throws BackendError where the engine has no SIMD, or no WebAssembly at all */
export function checkSimd(): void {
  if (typeof WebAssembly === 'object' && WebAssembly.validate(simdProbe)) return;
  throw new BackendError(`wasmBackend: this JavaScript engine has no WebAssembly SIMD. ${advice}`);
}

/** Whether memory can be shared with workers: in browsers on cross-origin isolated pages only. */
export function canShareMemory(): boolean {
  const { crossOriginIsolated } = globalThis as { crossOriginIsolated?: boolean };
  return typeof SharedArrayBuffer === 'function' && crossOriginIsolated !== false;
}

const load = {
  simd: () => import('./binary/simd.js'),
  relaxed: () => import('./binary/relaxed.js'),
  'simd-shared': () => import('./binary/simd-shared.js'),
  'relaxed-shared': () => import('./binary/relaxed-shared.js'),
};

/**
 * Loads and compiles one binary; only it is downloaded.
 * @throws BackendError where compiling is forbidden
 */
export async function compile({ relaxed, shared }: Variant): Promise<WebAssembly.Module> {
  const { binary } = await load[`${relaxed ? 'relaxed' : 'simd'}${shared ? '-shared' : ''}`]();
  try {
    return await WebAssembly.compile(bytesOf(binary));
  } catch (cause) {
    throw new BackendError(
      'wasmBackend: WebAssembly does not compile here. Where a Content-Security-Policy forbids it, add ' +
        `'wasm-unsafe-eval' to its script-src. Or else: ${advice}`,
      { cause },
    );
  }
}

/** In Node by `Buffer`: a loop over 60,000 bytes takes an interpreter two milliseconds, a tenth of that is left. */
function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  const { Buffer } = globalThis as { Buffer?: { from(text: string, encoding: 'hex'): Uint8Array<ArrayBuffer> } };
  if (Buffer !== undefined) return Buffer.from(hex, 'hex');
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++)
    bytes[i] = digit(hex.charCodeAt(2 * i)) * 16 + digit(hex.charCodeAt(2 * i + 1));
  return bytes;
}

/** The value of a hex digit, by its character code. */
const digit = (code: number): number => (code < 58 ? code - 48 : code - 87);
