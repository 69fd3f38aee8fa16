import { checkFlags, checkInteger, checkNumber } from '@ostinato/base';
import { constantInitializer, type Initializer, uniformInitializer } from '@ostinato/nn';
import {
  add,
  div,
  exp,
  floor,
  less,
  mul,
  type Parameter,
  parameter,
  split,
  type StepResult,
  sub,
  type Tensor,
  where,
} from '@ostinato/tensor';
import type { Cell } from './cell.ts';
import { type CellOptions, checkCellOptions, zeroState } from './gate-weights.ts';
import { LSTMCell } from './lstm-cell.ts';

/** Options of `PhasedLSTMCell`. */
export interface PhasedLSTMCellOptions extends CellOptions {
  /** How much of the time gate stays open in the closed phase, so that gradients pass. Default 0.001. */
  readonly leak?: number;
  /** Whether the last feature of the input is its time; otherwise steps are counted. Default `false`. */
  readonly timed?: boolean;
}

/** The state of a `PhasedLSTMCell`. */
export type PhasedLSTMState = {
  /** Hidden state, `[batch, hiddenSize]`. */
  readonly h: Tensor<'float32'>;
  /** Cell state, `[batch, hiddenSize]`. */
  readonly c: Tensor<'float32'>;
  /** Steps so far, `[batch, 1]`; undefined where inputs are `timed`. */
  readonly time?: Tensor<'float32'>;
};

type Floats = Tensor<'float32'>;

/**
 * LSTM with a time gate k (Neil, Pfeiffer and Liu 2016): each unit is updated in a part of a rhythm of its own, so inputs may come
 * at any times and memories last.
 *
 *     p  = (t - shift) / period, its fraction
 *     k  = 2 p / open;  2 - 2 p / open from open / 2 on;  leak p from open on
 *     h' = k LSTM_h(x, h, c) + (1 - k) h        c' = k LSTM_c(x, h, c) + (1 - k) c
 *
 * State dict: `lstm.*` as `LSTMCell`; `log_period`, at first uniform from 0 to log 1000, `shift`, a fraction of the period, uniform
 * from 0 to 1, and `open`, 0.05, each `[hiddenSize]`.
 */
export class PhasedLSTMCell implements Cell<PhasedLSTMState> {
  readonly inputSize: number;
  readonly outputSize: number;
  /** What a fully open gate lets through. */
  readonly lstm: LSTMCell;
  /** Logarithm of the time between two openings of each unit's gate, `[hiddenSize]`. */
  readonly logPeriod: Parameter;
  /** When the first opening begins, as a fraction of the period, `[hiddenSize]`. */
  readonly shift: Parameter;
  /** The part of the period in which the gate is open, `[hiddenSize]`. */
  readonly open: Parameter;
  readonly #leak: number;
  readonly #timed: boolean;

  /** @throws ArgumentError */
  constructor(options: PhasedLSTMCellOptions) {
    checkCellOptions('PhasedLSTMCell', options, ['leak', 'timed']);
    const { leak, timed = false, ...own } = options;
    checkFlags('PhasedLSTMCell', { timed });
    checkInteger('PhasedLSTMCell', 'inputSize', options.inputSize, { min: timed ? 2 : 1 });
    this.#leak = checkNumber('PhasedLSTMCell', 'leak', leak ?? 0.001, { min: 0, max: 1 });
    this.#timed = timed;
    this.lstm = new LSTMCell({ ...own, inputSize: options.inputSize - (timed ? 1 : 0) });
    [this.inputSize, this.outputSize] = [options.inputSize, options.hiddenSize];
    const each = (initializer: Initializer) => parameter(initializer([this.outputSize], options.generator));
    this.logPeriod = each(uniformInitializer(0, Math.log(1000)));
    this.shift = each(uniformInitializer(0, 1));
    this.open = each(constantInitializer(0.05));
  }

  initialState(batch?: number): PhasedLSTMState {
    const state = this.lstm.initialState(batch);
    return this.#timed ? state : { ...state, time: zeroState(this.logPeriod, batch, 1) };
  }

  step(x: Floats, state: PhasedLSTMState): StepResult<PhasedLSTMState, Floats> {
    const [input, stamp] = this.#timed ? (split(x, [this.inputSize - 1, 1]) as [Floats, Floats]) : [x, undefined];
    const time = (state.time ?? stamp)!;
    const inside = this.lstm.step(input, state);
    const timeGate = this.#timeGate(time);
    const [h, c] = (['h', 'c'] as const).map((key) =>
      add(mul(timeGate, inside.state[key]), mul(sub(1, timeGate), state[key])),
    ) as [Floats, Floats];
    const next = state.time === undefined ? { h, c } : { h, c, time: add(time, 1) };
    return { output: h, state: next, trace: { ...inside.trace, timeGate, cell: c, hidden: h } };
  }

  /** How far each unit's gate is open at a time `[batch, 1]`. */
  #timeGate(time: Floats): Floats {
    const turns = sub(div(time, exp(this.logPeriod)), this.shift);
    const phase = sub(turns, floor(turns));
    const rise = div(mul(phase, 2), this.open);
    const opening = where(less(rise, 1), rise, sub(2, rise));
    return where(less(phase, this.open), opening, mul(phase, this.#leak));
  }
}
