import type { Tensor } from './tensor.ts';

/** Who frees a tensor that nobody disposes. A tensor has one owner at a time; parameters and saved copies have none. */
export interface Owner {
  /** The tensor is in its charge from now on; `block` is what the tensor holds. */
  take(tensor: Tensor, block: { release(): void }): void;
  /** The tensor is disposed, or goes to another owner. */
  drop(tensor: Tensor): void;
}

/** The tensors made inside one `tidy`, to be freed at its end. */
export class Scope implements Owner {
  readonly parent: Scope | undefined;
  readonly #made = new Set<Tensor>();
  #isClosing = false;

  constructor(parent: Scope | undefined) {
    this.parent = parent;
  }

  take(tensor: Tensor): void {
    this.#made.add(tensor);
  }

  drop(tensor: Tensor): void {
    if (!this.#isClosing) this.#made.delete(tensor);
  }

  /** Frees everything in its charge. */
  close(): void {
    this.#isClosing = true;
    for (const tensor of this.#made) tensor.dispose();
  }
}

const registry = new FinalizationRegistry<{ release(): void }>((block) => block.release());

/** Frees what nobody can reach any more, of the tensors that escaped all scopes or were made outside any. */
export const safetyNet: Owner = {
  take: (tensor, block) => registry.register(tensor, block, tensor),
  drop: (tensor) => registry.unregister(tensor),
};
