import { DisposedError, type DType } from '@ostinato/base';
import type { TensorInfo } from './tfjs.ts';

/** A storage: a name for whatever value it has now. Values of tfjs never change, so that every write gives it another one. */
export class Box {
  /** What the elements are. */
  readonly dtype: DType;
  /** Elements. */
  readonly count: number;
  /** The present value; none before the first write, and where there are no elements. */
  value: TensorInfo | undefined;
  /** Whether it was freed. */
  freed = false;

  constructor(dtype: DType, count: number) {
    this.dtype = dtype;
    this.count = count;
  }

  /** @throws DisposedError after it was freed */
  checkAlive(): void {
    if (!this.freed) return;
    throw new DisposedError(
      `tfjsBackend: a ${this.dtype} storage of ${this.count} elements was used after it was freed.`,
    );
  }
}
