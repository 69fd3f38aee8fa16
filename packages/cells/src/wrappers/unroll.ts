import { checkFlags, checkOptions, ShapeError, typeError } from '@ostinato/base';
import {
  checkSequenceOptions,
  type EncodeResult,
  fromTimeMajor,
  pool,
  type SequenceEncoder,
  type SequenceLayer,
  type SequenceOptions,
  type SequenceResult,
  toTimeMajor,
} from '@ostinato/sequence';
import { mapTree, scan, squeeze, Tensor, tidy, unsqueeze } from '@ostinato/tensor';
import type { Cell, CellContext, StateTree } from '../cell.ts';
import { checkCell } from './check-cell.ts';

/** Options of `unroll`. */
export interface UnrollOptions {
  /** Whether it runs from the last step to the first; outputs stay in the order of the input. Default `false`. */
  readonly reverse?: boolean;
}

/**
 * A cell over sequences `[batch, steps, inputSize]`, or one sequence `[steps, inputSize]`. The state is the cell's own: without a batch axis
 * for one sequence. State dict: `cell.` and the cell's keys.
 */
export class Unrolled<S extends StateTree> implements SequenceLayer<S>, SequenceEncoder<S> {
  /** What is run. */
  readonly cell: Cell<S>;
  readonly inputSize: number;
  readonly outputSize: number;
  readonly #reverse: boolean;
  /** One function object for the layer's life: what a recorded program is found by. */
  readonly #step: (x: Tensor<'float32'>, state: S, context: CellContext) => ReturnType<Cell<S>['step']>;

  /** @internal Use `unroll`. */
  constructor(cell: Cell<S>, reverse: boolean) {
    this.cell = cell;
    this.inputSize = cell.inputSize;
    this.outputSize = cell.outputSize;
    this.#reverse = reverse;
    this.#step = (x, state, context) => cell.step(x, state, context);
  }

  /** Whether it reads backward. */
  get bidirectional(): boolean {
    return this.#reverse;
  }

  /** All outputs, `[batch, steps, outputSize]`. @throws ShapeError, ArgumentError, DTypeError */
  forward(input: Tensor<'float32'>, options: SequenceOptions<S> = {}): SequenceResult<S> {
    const layout = { timeMajor: false, unbatched: input?.rank === 2 };
    return tidy(() => {
      const x = toTimeMajor('unroll', input, this.inputSize, layout);
      checkSequenceOptions('unroll', input, options);
      const { lengths, mask, trace = false, memory = 'high' } = options;
      const batch = x.shape[1]!;
      const result = scan(this.#step, this.#initial(options.state, batch, layout.unbatched), x, {
        ...this.cell.context?.(batch),
        ...(lengths && { lengths }),
        ...(mask && { mask }),
        reverse: this.#reverse,
        trace,
        memory,
      });
      return {
        output: fromTimeMajor(result.outputs, layout),
        state: layout.unbatched ? mapTree(result.state, (part) => squeeze(part, 0)) : result.state,
        ...(result.trace && { trace: result.trace }),
      };
    });
  }

  /** The output of each sequence's last step, which backward is its first: `[batch, outputSize]`. @throws as `forward` */
  encode(input: Tensor<'float32'>, options: SequenceOptions<S> = {}): EncodeResult<S> {
    return tidy(() => {
      const result = this.forward(input, options);
      return { ...result, output: pool(result.output, this.#reverse ? 'first' : 'last', options) };
    });
  }

  #initial(state: S | undefined, batch: number, unbatched: boolean): S {
    if (state === undefined) return this.cell.initialState(batch);
    checkState('unroll', state, this.cell.initialState(unbatched ? undefined : batch));
    return unbatched ? mapTree(state, (part) => unsqueeze(part, 0)) : state;
  }
}

/** Checks that a state has the form of the cell's own. @throws ArgumentError, ShapeError naming the part */
function checkState(where: string, state: unknown, own: unknown): void {
  const parts = new Map<string, Tensor>();
  mapTree(state, (part, path) => parts.set(path, part));
  mapTree(own, ({ shape }, path) => {
    const given = parts.get(path);
    parts.delete(path);
    const name = path ? `state ${path}` : 'state';
    if (!(given instanceof Tensor)) throw typeError(where, name, `a tensor [${shape}]`, given);
    if (given.shape.join() !== shape.join())
      throw new ShapeError(`${where}: ${name} must be [${shape}], got [${given.shape}].`);
  });
  for (const path of parts.keys()) throw typeError(where, `state ${path}`, 'left out: the cell has no such part', 'it');
}

/**
 * A layer that runs any cell over time: `forward` gives all outputs, `encode` the last. Both take a state to start from, lengths or a mask; for
 * chunks see `forwardInChunks` of `@ostinato/sequence`.
 * @throws ArgumentError
 *
 * @example
 * const layer = unroll(new Zoneout(new LSTMCell({ inputSize: 8, hiddenSize: 16 }), { rate: { h: 0.05, c: 0.5 } }));
 * const { output, state } = layer.forward(sequences, { lengths });
 */
export function unroll<S extends StateTree>(cell: Cell<S>, options: UnrollOptions = {}): Unrolled<S> {
  checkCell('unroll', cell);
  checkOptions('unroll', options, ['reverse']);
  checkFlags('unroll', { reverse: options.reverse });
  return new Unrolled(cell, options.reverse ?? false);
}
