import { type Module, namedTensors } from '@ostinato/tensor';

/** Frees every parameter and buffer of a module. */
export function dispose(module: Module): void {
  for (const [, box] of namedTensors(module)) box.dispose();
}
