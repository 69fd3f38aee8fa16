/** Where a reading stands: plain JSON, so that it can go into a checkpoint. */
export interface Position {
  /** Passes over the data that are complete. */
  readonly epoch: number;
  /** Batches of the current pass that were handed out. */
  readonly batch: number;
  /** The `description` of the source that was read. */
  readonly source: string;
}

/**
 * Data that can be read from any place: batch `batch` of pass `epoch` is a pure function of the two numbers. So a
 * place is two numbers as well, and stopping and resuming changes nothing. Iterating reads the first pass, once.
 */
export interface BatchSource<T> extends Iterable<T> {
  /** Batches in a pass, at least 1. */
  readonly batches: number;
  /** Kind, sizes, options and amount of data in words. Two sources with the same words go through the same places. */
  readonly description: string;
  /** One batch, newly made at each call; `batch` is below `batches`. */
  read(epoch: number, batch: number): T;
}
