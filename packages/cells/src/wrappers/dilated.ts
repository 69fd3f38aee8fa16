import { checkInteger, checkOptions } from '@ostinato/base';
import type { StepResult, Tensor } from '@ostinato/tensor';
import type { Cell, CellContext, StateTree } from '../cell.ts';
import { checkCell } from './check-cell.ts';

/** Options of `Dilated`. */
export interface DilatedOptions {
  /** Steps from a state to the step that reads it; 1 is the cell itself. */
  readonly dilation: number;
}

/**
 * A dilated recurrence (Chang et al. 2017): a step goes on from the state of `dilation` steps before, so that gradients take fewer steps and
 * stacked layers with dilations 1, 2, 4... see several time scales. The state is an array of the cell's states, the oldest first: what the next
 * steps go on from. State dict: `cell.` and the cell's keys.
 */
export class Dilated<S extends StateTree> implements Cell<readonly S[]> {
  /** What is wrapped. */
  readonly cell: Cell<S>;
  readonly inputSize: number;
  readonly outputSize: number;
  /** Steps from a state to the step that reads it. */
  readonly dilation: number;

  /** @throws ArgumentError */
  constructor(cell: Cell<S>, options: DilatedOptions) {
    this.cell = checkCell('Dilated', cell);
    checkOptions('Dilated', options, ['dilation']);
    this.dilation = checkInteger('Dilated', 'dilation', options.dilation, { min: 1 });
    this.inputSize = cell.inputSize;
    this.outputSize = cell.outputSize;
  }

  initialState(batch?: number): readonly S[] {
    return Array.from({ length: this.dilation }, () => this.cell.initialState(batch));
  }

  context(batch?: number): CellContext | undefined {
    return this.cell.context?.(batch);
  }

  step(x: Tensor<'float32'>, state: readonly S[], context?: CellContext): StepResult<readonly S[], Tensor<'float32'>> {
    const [oldest, ...others] = state;
    const result = this.cell.step(x, oldest!, context);
    return { ...result, state: [...others, result.state] };
  }
}
