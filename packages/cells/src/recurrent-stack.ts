import { checkFlags, checkInteger, checkNumber, checkOptions, ShapeError, typeError } from '@ostinato/base';
import { dropout } from '@ostinato/nn';
import {
  checkSequenceOptions,
  fromTimeMajor,
  type Layout,
  type SequenceOptions,
  type SequenceResult,
  toTimeMajor,
} from '@ostinato/sequence';
import { concat, type Parameter, reshape, scan, stack, Tensor, tidy, unstack } from '@ostinato/tensor';
import type { Cell, CellState } from './cell.ts';
import { type CellOptions } from './gate-weights.ts';

/** Options that the recurrent layers share beside those of their cells; torch's, with `timeMajor` for `batch_first`. */
export interface RecurrentOptions extends CellOptions {
  /** Layers on top of each other. Default 1. */
  readonly numLayers?: number;
  /** Whether each layer also reads backward; outputs are concatenated. Default `false`. */
  readonly bidirectional?: boolean;
  /** Dropout on the output of every layer but the last, in training. Default 0. */
  readonly dropout?: number;
  /** Whether sequences are `[steps, batch, features]` instead of `[batch, steps, features]`. Default `false`. */
  readonly timeMajor?: boolean;
}

/** The names of `RecurrentOptions` that are not a cell's. */
export const recurrentOptionNames = ['numLayers', 'bidirectional', 'dropout', 'timeMajor'] as const;

/** Runs one cell over time. */
interface Direction<S extends CellState> {
  readonly cell: Cell<S>;
  readonly reverse: boolean;
  readonly suffix: string;
  /** The cell's step as one function object for the layer's life: what a recorded program is found by. */
  readonly step: Cell<S>['step'];
}

/** Cells in layers and directions, and the loop over them. */
export class RecurrentStack<S extends CellState> {
  /** Whether each layer also reads backward. */
  readonly bidirectional: boolean;
  /** Whether sequences are `[steps, batch, features]`. */
  readonly timeMajor: boolean;
  /** Features of the input. */
  readonly inputSize: number;
  /** Features of the output, of all directions. */
  readonly outputSize: number;
  readonly #where: string;
  readonly #layers: Direction<S>[][];
  readonly #dropout: number;

  /** `makeCell` gets the number of input features. @throws ArgumentError */
  constructor(where: string, options: RecurrentOptions, makeCell: (inputSize: number) => Cell<S>) {
    const { inputSize, numLayers = 1, bidirectional = false, timeMajor = false } = options;
    this.#where = where;
    this.bidirectional = bidirectional;
    checkFlags(where, { bidirectional, timeMajor });
    checkInteger(where, 'numLayers', numLayers, { min: 1 });
    this.#dropout = checkNumber(where, 'dropout', options.dropout ?? 0, { min: 0, max: 1 });
    this.timeMajor = timeMajor;
    this.inputSize = inputSize;
    this.#layers = [];
    let features = inputSize;
    for (let layer = 0; layer < numLayers; layer++) {
      const directions = (bidirectional ? [false, true] : [false]).map((reverse): Direction<S> => {
        const cell = makeCell(features);
        return {
          cell,
          reverse,
          suffix: `L${layer}${reverse ? 'Reverse' : ''}`,
          step: (x, state) => cell.step(x, state),
        };
      });
      this.#layers.push(directions);
      features = directions.length * directions[0]!.cell.outputSize;
    }
    this.outputSize = features;
  }

  /** The cells' parameters under torch's names for layers: `weightIh` of layer 0 is `weightIhL0`. */
  namedParameters(names: readonly string[]): Record<string, Parameter> {
    const entries = this.#layers.flat().flatMap(({ cell, suffix }) =>
      names.flatMap((name) => {
        const value = (cell as unknown as Record<string, Parameter | undefined>)[name];
        return value === undefined ? [] : [[name + suffix, value] as const];
      }),
    );
    return Object.fromEntries(entries);
  }

  /** Runs the layers one after the other. @throws ShapeError, ArgumentError */
  forward(input: Tensor<'float32'>, options: SequenceOptions<S> = {}): SequenceResult<S> {
    const layout = { timeMajor: this.timeMajor, unbatched: input?.rank === 2 };
    return tidy(() => {
      let x = toTimeMajor(this.#where, input, this.#layers[0]![0]!.cell.inputSize, layout);
      const batch = x.shape[1]!;
      checkSequenceOptions(this.#where, x, options, true);
      const states = this.#unpack(options.state, batch, layout);
      const finals: S[] = [];
      const trace: Record<string, Tensor> = {};
      this.#layers.forEach((directions, layer) => {
        if (layer > 0) x = dropout(x, this.#dropout);
        const results = directions.map((direction) => this.#run(direction, x, states.shift()!, options, trace));
        finals.push(...results.map(({ state }) => state));
        x = results.length === 1 ? results[0]!.outputs : concat(results.map(({ outputs }) => outputs));
      });
      return {
        output: fromTimeMajor(x, layout),
        state: pack(finals, layout),
        ...(options.trace === true && { trace }),
      };
    });
  }

  #run(
    { step, reverse, suffix }: Direction<S>,
    x: Tensor<'float32'>,
    init: S,
    options: SequenceOptions<S>,
    trace: Record<string, Tensor>,
  ) {
    const { lengths, mask, trace: traced = false, memory = 'high' } = options;
    const some = { ...(lengths && { lengths }), ...(mask && { mask }) };
    const result = scan(step, init, x, { reverse, trace: traced, memory, ...some });
    for (const [name, value] of Object.entries(result.trace ?? {})) trace[name + suffix] = value;
    return result;
  }

  /** One state for each cell out of `[layers x directions, batch, size]`, or zeros. */
  #unpack(state: S | undefined, batch: number, { unbatched }: Layout): S[] {
    const cells = this.#layers.flat().map(({ cell }) => cell);
    const zero = cells[0]!.initialState(batch);
    if (state === undefined) return cells.map((cell) => cell.initialState(batch));
    checkOptions(`${this.#where}.forward: state`, state, Object.keys(zero));
    const parts = Object.keys(zero).map((key) => {
      const [rows, size] = zero[key]!.shape as [number, number];
      const expected = unbatched ? [cells.length, size] : [cells.length, rows, size];
      const given = state[key];
      if (given !== undefined && !(given instanceof Tensor))
        throw typeError(this.#where, `state.${key}`, 'a tensor', given);
      if (given?.shape.join() !== expected.join()) {
        throw new ShapeError(
          `${this.#where}: state.${key} must be [${expected}] (layers x directions, ${unbatched ? '' : 'batch, '}size), got ${given === undefined ? 'nothing' : `[${given.shape}]`}.`,
        );
      }
      return [key, unstack(unbatched ? reshape(given, [cells.length, 1, size]) : given)] as const;
    });
    return cells.map((_, i) => Object.fromEntries(parts.map(([key, values]) => [key, values[i]!])) as S);
  }
}

/** The states of all cells as `[layers x directions, batch, size]`. */
function pack<S extends CellState>(states: readonly S[], { unbatched }: Layout): S {
  const entries = Object.keys(states[0]!).map((key) => {
    const whole = stack(states.map((state) => state[key]!));
    return [key, unbatched ? reshape(whole, [whole.shape[0]!, whole.shape[2]!]) : whole];
  });
  return Object.fromEntries(entries) as S;
}
