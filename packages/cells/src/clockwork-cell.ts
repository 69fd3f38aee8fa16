import { checkInteger, typeError } from '@ostinato/base';
import {
  add,
  concat,
  div,
  equal,
  floor,
  linear,
  mul,
  type Parameter,
  round,
  split,
  type StepResult,
  sub,
  tanh,
  type Tensor,
  where,
} from '@ostinato/tensor';
import type { Cell } from './cell.ts';
import { type CellOptions, checkCellOptions, preactivations, recurrentParameter, zeroState } from './gate-weights.ts';

/** Options of `ClockworkCell`. */
export interface ClockworkCellOptions extends CellOptions {
  /** Steps from one update to the next of each module, rising; units are shared out evenly, at least one to each. Default `[1, 2, 4, 8]`. */
  readonly periods?: readonly number[];
}

/** The state of a `ClockworkCell`. */
export type ClockworkState = {
  /** Hidden state, the fastest module first, `[batch, hiddenSize]`. */
  readonly h: Tensor<'float32'>;
  /** Steps so far, `[batch, 1]`. */
  readonly time: Tensor<'float32'>;
};

type Floats = Tensor<'float32'>;

/**
 * Clockwork RNN (Koutnik et al. 2014): modules that are updated at every step, every second, every fourth... Each sees itself and
 * the slower ones.
 *
 *     h_m' = tanh(W_m x + b_m + U_m [h_m, h_(m+1), ...])   if time mod period_m = 0,   else h_m
 *
 * State dict: `weight_ih [hiddenSize, inputSize]`, `weight_hh.0 [its size, hiddenSize]`..., one for each module, each narrower by
 * the size of the one before, `bias [hiddenSize]`.
 */
export class ClockworkCell implements Cell<ClockworkState> {
  readonly inputSize: number;
  readonly outputSize: number;
  /** Input to all modules, `[hiddenSize, inputSize]`. */
  readonly weightIh: Parameter;
  /** A module and all slower ones to the module. */
  readonly weightHh: readonly Parameter[];
  /** `[hiddenSize]`; undefined without `bias`. */
  readonly bias: Parameter | undefined;
  readonly #modules: readonly Module[];

  /** @throws ArgumentError */
  constructor(options: ClockworkCellOptions) {
    checkCellOptions('ClockworkCell', options, ['periods']);
    const { inputSize, hiddenSize, bias = true, periods = [1, 2, 4, 8] } = options;
    this.#modules = modulesOf(periods, hiddenSize);
    [this.inputSize, this.outputSize] = [inputSize, hiddenSize];
    this.weightIh = recurrentParameter([hiddenSize, inputSize], options);
    this.weightHh = this.#modules.map(({ size, start }) => recurrentParameter([size, hiddenSize - start], options));
    this.bias = bias ? recurrentParameter([hiddenSize], options) : undefined;
  }

  initialState(batch?: number): ClockworkState {
    return { h: zeroState(this.weightIh, batch, this.outputSize), time: zeroState(this.weightIh, batch, 1) };
  }

  step(x: Floats, { h, time }: ClockworkState): StepResult<ClockworkState, Floats> {
    const sizes = this.#modules.map(({ size }) => size);
    const [fromInput, own] = [split(linear(x, this.weightIh, this.bias), sizes), split(h, sizes)];
    const sums = this.#modules.map(({ start }, m) => {
      const slower = start === 0 ? h : split(h, [start, this.outputSize - start])[1]!;
      return add(fromInput[m]!, linear(slower, this.weightHh[m]!));
    });
    const updated = this.#modules.map(({ period }, m) => where(isDue(time, period), tanh(sums[m]!), own[m]!));
    const next = concat(updated);
    const trace = { hidden: next, ...preactivations({ hidden: concat(sums) }) };
    return { output: next, state: { h: next, time: add(time, 1) }, trace };
  }
}

/** Whether a module runs at a time, `[batch, 1]`. */
function isDue(time: Floats, period: number): Tensor<'bool'> {
  const now = round(time);
  return equal(sub(now, mul(floor(div(now, period)), period)), 0);
}

/** Units `start` to `start + size`, with one rhythm. */
interface Module {
  readonly period: number;
  readonly start: number;
  readonly size: number;
}

/** Units shared out evenly. @throws ArgumentError */
function modulesOf(periods: readonly number[], hiddenSize: number): Module[] {
  if (!Array.isArray(periods)) throw typeError('ClockworkCell', 'periods', 'an array of whole numbers', periods);
  periods.forEach((period: number, m) =>
    checkInteger('ClockworkCell', `periods[${m}]`, period, { min: m === 0 ? 1 : periods[m - 1]! + 1 }),
  );
  checkInteger('ClockworkCell', 'the number of periods', periods.length, { min: 1, max: hiddenSize });
  const edge = (m: number) => Math.floor((m * hiddenSize) / periods.length);
  return periods.map((period: number, m) => ({ period, start: edge(m), size: edge(m + 1) - edge(m) }));
}
