import type { Cell, CellContext, StateTree } from '../cell.ts';

/** What cells around one cell share: its sizes and its state. */
export abstract class CellWrapper<S extends StateTree> {
  /** What is wrapped. */
  readonly cell: Cell<S>;
  readonly inputSize: number;
  readonly outputSize: number;

  constructor(cell: Cell<S>) {
    this.cell = cell;
    this.inputSize = cell.inputSize;
    this.outputSize = cell.outputSize;
  }

  /** That of the cell. */
  initialState(batch?: number): S {
    return this.cell.initialState(batch);
  }

  /** What the cell shares over all steps. */
  context(batch?: number): CellContext | undefined {
    return this.cell.context?.(batch);
  }
}
