import { checkNumber, checkOptions, typeError } from '@ostinato/base';
import { dropout } from '@ostinato/nn';
import { mapTree, mul, ones, type StepResult, type Tensor, trainingGenerator } from '@ostinato/tensor';
import type { Cell, CellContext, StateTree } from '../cell.ts';
import { joinContexts, splitContext } from './cell-context.ts';
import { checkParts, checkUndelayed, partName } from './check-cell.ts';

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
 * in each chunk. The state is the cell's. State dict: `cell.` and the cell's keys. For the input see `VariationalDropout`.
 */
export class RecurrentDropout<S extends StateTree> implements Cell<S> {
  /** What is wrapped. */
  readonly cell: Cell<S>;
  readonly inputSize: number;
  readonly outputSize: number;
  readonly #p: number;
  readonly #parts: readonly string[];

  /** @throws ArgumentError */
  constructor(cell: Cell<S>, options: RecurrentDropoutOptions) {
    this.cell = checkUndelayed('RecurrentDropout', cell);
    checkOptions('RecurrentDropout', options, ['p', 'parts']);
    const { p, parts = ['h'] } = options;
    this.#p = checkNumber('RecurrentDropout', 'p', p, { min: 0, max: 1 });
    this.#parts = checkNames('RecurrentDropout', 'parts', parts);
    this.inputSize = cell.inputSize;
    this.outputSize = cell.outputSize;
  }

  initialState(batch?: number): S {
    return this.cell.initialState(batch);
  }

  /** The masks, inside `training`. @throws ArgumentError when the state has no part of a name */
  context(batch?: number): CellContext | undefined {
    const inner = this.cell.context?.(batch);
    if (trainingGenerator() === undefined || this.#p === 0) return inner && joinContexts(undefined, inner);
    const masks: Record<string, Tensor<'float32'>> = {};
    const found = new Set<string>();
    mapTree(this.cell.initialState(batch), (part, path) => {
      found.add(partName(path));
      if (!this.#parts.includes(partName(path))) return;
      masks[path] = dropout(ones(part.shape, { backend: part.backend }), this.#p);
    });
    checkParts('RecurrentDropout', this.#parts, found);
    return joinContexts({ given: masks }, inner);
  }

  /** Without `context`, nothing is dropped. */
  step(x: Tensor<'float32'>, state: S, context?: CellContext): StepResult<S, Tensor<'float32'>> {
    const [own, inner] = splitContext(context);
    const masks = own.given as Readonly<Record<string, Tensor<'float32'>>> | undefined;
    const masked =
      masks === undefined ? state : mapTree(state, (part, path) => drop(part as Tensor<'float32'>, masks[path]));
    return this.cell.step(x, masked, inner);
  }
}

const drop = (part: Tensor<'float32'>, mask: Tensor<'float32'> | undefined): Tensor<'float32'> =>
  mask === undefined ? part : mul(part, mask);

/** Checks an array of names, at least one. @throws ArgumentError */
export function checkNames(where: string, name: string, names: readonly string[]): readonly string[] {
  if (Array.isArray(names) && names.length > 0 && names.every((one) => typeof one === 'string')) return [...names];
  throw typeError(where, name, 'an array of names', names);
}
