import { ArgumentError, checkNumber, checkOptions } from '@ostinato/base';
import { dropout } from '@ostinato/nn';
import { Parameter, type StepResult, type Tensor, trainingGenerator } from '@ostinato/tensor';
import type { Cell, CellContext, StateTree } from '../cell.ts';
import { joinContexts, splitContext } from './cell-context.ts';
import { CellWrapper } from './cell-wrapper.ts';
import { checkCell, checkNames } from './check-cell.ts';

/** Options of `WeightDrop`. */
export interface WeightDropOptions {
  /** Probability that a weight is dropped, 0 to 1. */
  readonly p: number;
  /** Names of the cell's weights. Default: `['weightHh']`, those of the recurrence. */
  readonly weights?: readonly string[];
}

/** Where a weight is: a field of a cell. */
interface Place {
  readonly owner: Record<string, Tensor<'float32'>>;
  readonly field: string;
}

/**
 * DropConnect on recurrent weights (AWD-LSTM, Merity et al. 2018): inside `training` elements of weights are 0 with probability `p`, the same
 * ones in all steps of a `forward` and for the whole batch, and the others are multiplied by 1 / (1 - p). The state is the cell's. State dict:
 * `cell.` and the cell's keys.
 */
export class WeightDrop<S extends StateTree> extends CellWrapper<S> implements Cell<S> {
  readonly #p: number;
  readonly #places: readonly Place[];

  /** @throws ArgumentError when neither the cell nor what it wraps has weights of these names */
  constructor(cell: Cell<S>, options: WeightDropOptions) {
    super(checkCell('WeightDrop', cell));
    checkOptions('WeightDrop', options, ['p', 'weights']);
    this.#p = checkNumber('WeightDrop', 'p', options.p, { min: 0, max: 1 });
    const weights = checkNames('WeightDrop', 'weights', options.weights ?? ['weightHh']);
    this.#places = weights.map((field) => placeOf(cell, field));
  }

  /** The weights of a sequence, inside `training`. */
  override context(batch?: number): CellContext | undefined {
    const inner = super.context(batch);
    if (trainingGenerator() === undefined || this.#p === 0) return inner && joinContexts(undefined, inner);
    return joinContexts({ shared: this.#places.map(({ owner, field }) => dropout(owner[field]!, this.#p)) }, inner);
  }

  /** Without `context`, nothing is dropped. */
  step(x: Tensor<'float32'>, state: S, context?: CellContext): StepResult<S, Tensor<'float32'>> {
    const [own, inner] = splitContext(context);
    const weights = own.shared as readonly Tensor<'float32'>[] | undefined;
    if (weights === undefined) return this.cell.step(x, state, inner);
    // The cell's step reads its fields: for its time they hold the dropped weights.
    const kept = this.#places.map(({ owner, field }) => owner[field]!);
    try {
      this.#places.forEach(({ owner, field }, i) => (owner[field] = weights[i]!));
      return this.cell.step(x, state, inner);
    } finally {
      this.#places.forEach(({ owner, field }, i) => (owner[field] = kept[i]!));
    }
  }
}

/** The cell, or the one that it wraps, that has a weight of this name. @throws ArgumentError */
function placeOf(cell: object, field: string): Place {
  const known: string[] = [];
  for (let owner: unknown = cell; owner !== undefined; owner = (owner as { cell?: unknown }).cell) {
    if ((owner as Record<string, unknown>)[field] instanceof Parameter) return { owner, field } as Place;
    known.push(
      ...Object.keys(owner as object).filter((key) => (owner as Record<string, unknown>)[key] instanceof Parameter),
    );
  }
  throw new ArgumentError(`WeightDrop: the cell has no weight "${field}"; it has ${known.join(', ') || 'none'}.`);
}
