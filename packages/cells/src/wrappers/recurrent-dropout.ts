import { checkNumber, checkOptions } from '@ostinato/base';
import { dropout } from '@ostinato/nn';
import { mapTree, mul, ones, type StepResult, type Tensor, tidy, trainingGenerator } from '@ostinato/tensor';
import type { Cell, CellContext, StateTree } from '../cell.ts';
import { joinContexts, splitContext } from './cell-context.ts';
import { CellWrapper } from './cell-wrapper.ts';
import { checkNames, checkParts, checkUndelayed, partName } from './check-cell.ts';

/** Options of `RecurrentDropout`. */
export interface RecurrentDropoutOptions {
  /** Probability that an element of the state is dropped, 0 to 1. */
  readonly p: number;
  /** Names of the parts of the state that are masked. Default: `['h']`. */
  readonly parts?: readonly string[];
}

/**
 * Variational recurrent dropout (Gal and Ghahramani 2016): inside `training` the hidden state that a step reads is masked, with one mask for
 * each sequence that is the same in all steps; elements that stay are multiplied by 1 / (1 - p). The mask is drawn anew in each `forward`, so
 * in each chunk. What a cell carries on besides, as a GRU does, is carried on masked. The state is the cell's. State dict: `cell.` and the cell's keys. For the input see `VariationalDropout`.
 */
export class RecurrentDropout<S extends StateTree> extends CellWrapper<S> implements Cell<S> {
  readonly #p: number;
  readonly #parts: readonly string[];

  /** @throws ArgumentError */
  constructor(cell: Cell<S>, options: RecurrentDropoutOptions) {
    super(checkUndelayed('RecurrentDropout', cell));
    checkOptions('RecurrentDropout', options, ['p', 'parts']);
    const { p, parts = ['h'] } = options;
    this.#p = checkNumber('RecurrentDropout', 'p', p, { min: 0, max: 1 });
    this.#parts = checkNames('RecurrentDropout', 'parts', parts);
  }

  /** The masks, inside `training`. @throws ArgumentError when the state has no part of a name */
  override context(batch?: number): CellContext | undefined {
    const inner = super.context(batch);
    if (trainingGenerator() === undefined || this.#p === 0) return inner && joinContexts(undefined, inner);
    return joinContexts({ given: tidy(() => this.#masks(batch)) }, inner);
  }

  /** Without `context`, nothing is dropped. */
  step(x: Tensor<'float32'>, state: S, context?: CellContext): StepResult<S, Tensor<'float32'>> {
    const [own, inner] = splitContext(context);
    const masks = own.given as Readonly<Record<string, Tensor<'float32'>>> | undefined;
    const masked =
      masks === undefined ? state : mapTree(state, (part, path) => drop(part as Tensor<'float32'>, masks[path]));
    return this.cell.step(x, masked, inner);
  }

  /** Masks by path, with the shapes of the parts. */
  #masks(batch: number | undefined): Record<string, Tensor<'float32'>> {
    const masks: Record<string, Tensor<'float32'>> = {};
    const found = new Set<string>();
    mapTree(this.cell.initialState(batch), (part, path) => {
      found.add(partName(path));
      if (!this.#parts.includes(partName(path))) return;
      masks[path] = dropout(ones(part.shape, { backend: part.backend }), this.#p);
    });
    checkParts('RecurrentDropout', this.#parts, found);
    return masks;
  }
}

const drop = (part: Tensor<'float32'>, mask: Tensor<'float32'> | undefined): Tensor<'float32'> =>
  mask === undefined ? part : mul(part, mask);
