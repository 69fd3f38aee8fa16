import { OutOfMemoryError } from '@ostinato/base';

const pageBytes = 65_536;
/** A maximum of fewer pages beyond the initial ones is no use. */
const leastPages = 256;

/** Shared memories that were handed back, by their maximum in pages. */
const spares = new Map<number, WeakRef<WebAssembly.Memory>[]>();

/**
 * A memory of the host, and its maximum in pages. Hosts with a small address space cannot promise 4 GiB, so halves are tried.
 * Its content is undefined. @throws OutOfMemoryError
 */
export function takeMemory(initial: number, maximum: number, shared: boolean): [WebAssembly.Memory, number] {
  try {
    const spare = shared ? takeSpare(initial, maximum) : undefined;
    return [spare ?? new WebAssembly.Memory({ initial, maximum, shared }), maximum];
  } catch (cause) {
    const half = Math.floor(maximum / 2);
    if (half >= initial + leastPages) return takeMemory(initial, half, shared);
    const bytes = maximum * pageBytes;
    throw new OutOfMemoryError(`wasmBackend: the host has no room for a memory of ${bytes} bytes.`, { cause });
  }
}

/**
 * Hands a shared memory that nobody uses any more to the next taker. Collectors of garbage do not see how large such memories are:
 * a program that makes one backend after another would pile them up. What is not taken, they may collect.
 */
export function giveMemory(memory: WebAssembly.Memory, maximum: number): void {
  const living = (spares.get(maximum) ?? []).filter((spare) => spare.deref() !== undefined);
  spares.set(maximum, [...living, new WeakRef(memory)]);
}

function takeSpare(initial: number, maximum: number): WebAssembly.Memory | undefined {
  const offered = spares.get(maximum) ?? [];
  let memory: WebAssembly.Memory | undefined;
  while (memory === undefined && offered.length > 0) memory = offered.pop()!.deref();
  const missing = memory === undefined ? 0 : initial - memory.buffer.byteLength / pageBytes;
  if (missing > 0) memory?.grow(missing);
  return memory;
}
