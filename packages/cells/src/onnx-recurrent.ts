import { ArgumentError, checkOneOf, checkOptions, ShapeError, typeError } from '@ostinato/base';
import { permute, scan, slice, squeeze, stack, Tensor, tidy } from '@ostinato/tensor';
import type { OnnxRecurrentCell, OnnxRecurrentState } from './onnx-recurrent-cell.ts';

type Floats = Tensor<'float32'>;

/** Options of `OnnxRecurrent`. */
export interface OnnxRecurrentOptions {
  /** One cell, or two where it is bidirectional: forward, then backward. */
  readonly cells: readonly OnnxRecurrentCell[];
  /** Default `forward`. */
  readonly direction?: 'forward' | 'reverse' | 'bidirectional';
  /** Layout 1 has the batch first. Default 0. */
  readonly layout?: 0 | 1;
}

/** What `OnnxRecurrent.forward` takes beside `X`, as the operator's optional inputs. */
export interface OnnxRecurrentInputs {
  /** `sequence_lens`. Default: all steps. */
  readonly lengths?: readonly number[] | Int32Array;
  /** `initial_h [directions, batch, hiddenSize]`; in layout 1 `[batch, directions, hiddenSize]`. Default: zeros. */
  readonly h?: Floats;
  /** `initial_c`, of the same shape. Default: zeros. */
  readonly c?: Floats;
}

/** What `OnnxRecurrent.forward` gives: the operator's outputs `Y`, `Y_h` and, of an LSTM, `Y_c`. */
export interface OnnxRecurrentOutputs {
  /** `[steps, directions, batch, hiddenSize]`; in layout 1 `[batch, steps, directions, hiddenSize]`. */
  readonly output: Floats;
  /** `[directions, batch, hiddenSize]`; in layout 1 `[batch, directions, hiddenSize]`. */
  readonly h: Floats;
  /** The same for the cell state; undefined but for an LSTM. */
  readonly c: Floats | undefined;
}

/** ONNX's RNN, GRU and LSTM over sequences (opset 22): directions, both layouts, `sequence_lens`. State dict: `cells.0.weight_ih`... */
export class OnnxRecurrent {
  /** Forward, or backward where that is all, then backward. */
  readonly cells: readonly OnnxRecurrentCell[];
  readonly #reverse: readonly boolean[];
  readonly #steps: readonly OnnxRecurrentCell['step'][];
  readonly #batchFirst: boolean;

  /** @throws ArgumentError */
  constructor(options: OnnxRecurrentOptions) {
    checkOptions('OnnxRecurrent', options, ['cells', 'direction', 'layout']);
    const { cells, direction = 'forward', layout = 0 } = options;
    const directions = { forward: [false], reverse: [true], bidirectional: [false, true] };
    checkOneOf('OnnxRecurrent', 'direction', direction, ['forward', 'reverse', 'bidirectional']);
    if (layout !== 0 && layout !== 1) throw typeError('OnnxRecurrent', 'layout', '0 or 1', layout);
    if (!Array.isArray(cells) || cells.some((cell) => typeof cell?.step !== 'function'))
      throw typeError('OnnxRecurrent', 'cells', 'an array of cells', cells);
    this.#reverse = directions[direction];
    if (cells.length !== this.#reverse.length)
      throw new ArgumentError(`OnnxRecurrent: ${direction} needs ${this.#reverse.length} cells, got ${cells.length}.`);
    const [first, second] = cells as readonly OnnxRecurrentCell[];
    for (const name of ['kind', 'inputSize', 'outputSize'] as const) {
      if (second === undefined || first![name] === second[name]) continue;
      throw new ArgumentError(`OnnxRecurrent: cells must agree in ${name}, got ${first![name]} and ${second[name]}.`);
    }
    this.cells = [...cells];
    this.#steps = this.cells.map((cell) => (x, state) => cell.step(x, state));
    this.#batchFirst = layout === 1;
  }

  /** `X [steps, batch, inputSize]`, in layout 1 `[batch, steps, inputSize]`. @throws ShapeError, ArgumentError */
  forward(input: Floats, inputs: OnnxRecurrentInputs = {}): OnnxRecurrentOutputs {
    if (!(input instanceof Tensor)) throw typeError('OnnxRecurrent', 'input', 'a tensor', input);
    checkOptions('OnnxRecurrent.forward', inputs, ['lengths', 'h', 'c']);
    if (input.rank !== 3 || input.shape[2] !== this.cells[0]!.inputSize)
      throw new ShapeError(
        `OnnxRecurrent: expected X with 3 axes and ${this.cells[0]!.inputSize} features, got [${input.shape}].`,
      );
    const { lengths } = inputs;
    return tidy(() => {
      const x = this.#batchFirst ? permute(input, [1, 0, 2]) : input;
      const results = this.cells.map((_, at) =>
        scan(this.#steps[at]!, this.#initialState(at, x.shape[1]!, inputs), x, {
          reverse: this.#reverse[at]!,
          ...(lengths && { lengths }),
        }),
      );
      const axis = this.#batchFirst ? 1 : 0;
      const cell = results.flatMap(({ state }) => state.c ?? []);
      const output = stack(
        results.map(({ outputs }) => outputs),
        1,
      );
      return {
        output: this.#batchFirst ? permute(output, [2, 0, 1, 3]) : output,
        h: stack(
          results.map(({ state }) => state.h),
          axis,
        ),
        c: cell.length === 0 ? undefined : stack(cell, axis),
      };
    });
  }

  #initialState(at: number, batch: number, given: OnnxRecurrentInputs): OnnxRecurrentState {
    const zero = this.cells[at]!.initialState(batch);
    const axis = this.#batchFirst ? 1 : 0;
    const part = (name: 'h' | 'c', fallback: Floats): Floats => {
      const whole = given[name];
      if (whole === undefined) return fallback;
      const own = [...fallback.shape];
      own.splice(axis, 0, this.cells.length);
      if (!(whole instanceof Tensor) || whole.shape.join() !== own.join())
        throw new ShapeError(`OnnxRecurrent: initial ${name} must be [${own}], got ${String(whole)}.`);
      return squeeze(slice(whole, axis, at, at + 1), axis);
    };
    if (given.c !== undefined && zero.c === undefined)
      throw new ArgumentError('OnnxRecurrent.forward: c must be left out: only an LSTM has a cell state.');
    const h = part('h', zero.h);
    return zero.c === undefined ? { h } : { h, c: part('c', zero.c) };
  }
}
