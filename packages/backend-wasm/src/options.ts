import { ArgumentError, checkFlags, checkInteger, checkOptions } from '@ostinato/base';
import { chooseThreads } from './choose-threads.ts';
import { chooseRelaxed } from './relaxed.ts';
import { scratchBytes } from './scratch.ts';
import { checkSimd } from './variant.ts';

const pageBytes = 65_536;
const leastBytes = 256 * pageBytes;
const mostBytes = 2 ** 32 - pageBytes;

/** Options of `wasmBackend`. */
export interface WasmBackendOptions {
  /**
   * The most memory it may take, in bytes, at least 16 MiB and 4 MiB per thread. Default and most: 4 GiB less 64 KiB, or what the
   * host can set aside.
   */
  readonly maxMemory?: number;
  /**
   * Threads to compute on, this one included. `auto` (default): one a core, at most 8, where memory can be shared (always in
   * Node, in browsers on cross-origin isolated pages) and workers start, else 1. Results have the same bits for any number.
   */
  readonly threads?: number | 'auto';
  /**
   * Whether products round once per multiply-add (relaxed SIMD) instead of twice. Default: wherever it can be had, which in Node 20
   * takes a flag that is turned on. `false` gives the same bits on every machine; `true` throws where it cannot be had.
   */
  readonly relaxed?: boolean;
}

/** Options, checked and decided for this host. */
export interface Settings {
  /** Whole pages, in bytes. */
  readonly maximum: number;
  readonly threads: number;
  readonly relaxed: boolean;
  /** Whether one thread will do if workers do not start. */
  readonly mayBeAlone: boolean;
}

/** What to make. @throws ArgumentError on an unknown option or value; BackendError where the engine lacks what is needed */
export function readOptions(options: WasmBackendOptions): Settings {
  checkOptions('wasmBackend', options, ['maxMemory', 'threads', 'relaxed']);
  checkFlags('wasmBackend', { relaxed: options.relaxed });
  const { maxMemory = mostBytes } = options;
  checkInteger('wasmBackend', 'maxMemory', maxMemory, { min: leastBytes, max: mostBytes });
  checkSimd();
  const wanted = chooseThreads(options.threads);
  const mayBeAlone = typeof options.threads !== 'number';
  // Working space takes half of the memory at most.
  const affordable = Math.floor(maxMemory / (2 * scratchBytes));
  if (!mayBeAlone && wanted > affordable) {
    const needed = 2 * scratchBytes * wanted;
    throw new ArgumentError(
      `wasmBackend: ${wanted} threads need a maxMemory of at least ${needed} bytes, got ${maxMemory}.`,
    );
  }
  return {
    maximum: Math.floor(maxMemory / pageBytes) * pageBytes,
    threads: Math.min(wanted, affordable),
    relaxed: chooseRelaxed(options.relaxed),
    mayBeAlone,
  };
}
