import type { Backend } from '@ostinato/backend';
import type { DType } from '@ostinato/base';
import type { Layout } from './layout.ts';
import type { Slot } from './place.ts';
import type { TakenBlock } from './run.ts';

/** Takes memory for a run: all of it, or none. */
export class Memory {
  /** Where each slot begins, by its id. */
  readonly slots: unknown[] = [];
  readonly #backend: Backend;
  readonly #taken = new Set<TakenBlock>();

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Runs `use`; what was taken is given back if it throws. */
  guarded<R>(use: () => R): R {
    try {
      return use();
    } catch (error) {
      this.release([...this.#taken]);
      throw error;
    }
  }

  /** A block. @throws OutOfMemoryError */
  take(dtype: DType, count: number): TakenBlock {
    const block = { dtype, count, storage: this.#backend.allocate(dtype, count) };
    this.#taken.add(block);
    return block;
  }

  /** A block for one slot. */
  slot({ id, dtype }: Slot, count: number): TakenBlock {
    const block = this.take(dtype, count);
    this.slots[id] = block.storage;
    return block;
  }

  /** The blocks of a region, with its slots in them. */
  region(layout: Layout): TakenBlock[] {
    const blocks = layout.blocks.map(({ dtype, count }) => this.take(dtype, count));
    this.bind(
      layout,
      blocks.map(({ storage }) => storage),
    );
    return blocks;
  }

  /** Puts the slots of a region into its blocks, which come in the order of the layout. */
  bind({ places }: Layout, storages: readonly unknown[]): void {
    for (const [{ id, dtype }, { block, offset }] of places)
      this.slots[id] = this.#backend.at!(storages[block], offset * this.#backend.elementBytes(dtype));
  }

  /** Gives blocks back. */
  release(blocks: readonly TakenBlock[]): void {
    for (const block of blocks) {
      this.#taken.delete(block);
      this.#backend.free(block.storage);
    }
  }
}
