import { runtime } from './runtime.ts';
import type { Tensor } from './tensor.ts';

/** The tensors made inside one `tidy`, to be freed at its end. */
export class Scope {
  readonly parent: Scope | undefined;
  readonly made = new Set<Tensor>();

  constructor(parent: Scope | undefined) {
    this.parent = parent;
  }
}

/** Frees what nobody can reach any more: tensors that were made outside any scope and never disposed. */
const safetyNet = new FinalizationRegistry<{ release(): void }>((block) => block.release());

/** Puts a tensor in charge of a scope or, without one, of the safety net. */
export function adopt(tensor: Tensor, block: { release(): void }, scope: Scope | undefined): void {
  if (scope === undefined) safetyNet.register(tensor, block, tensor);
  else scope.made.add(tensor);
}

/** Takes a tensor out of every scope's charge: it is being disposed. */
export function disown(tensor: Tensor): void {
  safetyNet.unregister(tensor);
  for (let scope = runtime().scope; scope !== undefined; scope = scope.parent) scope.made.delete(tensor);
}
