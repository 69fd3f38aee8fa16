import { checkInteger } from '@ostinato/base';
import { constantInitializer } from '@ostinato/nn';
import {
  add,
  linear,
  mul,
  type Parameter,
  parameter,
  sigmoid,
  split,
  type StepResult,
  sub,
  tanh,
  type Tensor,
} from '@ostinato/tensor';
import type { Cell } from './cell.ts';
import { type CellOptions, checkCellOptions, preactivations, recurrentParameter, zeroState } from './gate-weights.ts';
import type { RNNState } from './rnn-cell.ts';

/** Options of `RecurrentHighwayCell`. */
export interface RecurrentHighwayCellOptions extends CellOptions {
  /** Highway layers that the state passes in one step. Default 3. */
  readonly depth?: number;
}

type Pair = [Tensor<'float32'>, Tensor<'float32'>];

/**
 * Recurrent highway network (Zilly et al. 2017), with the carry gate coupled to the transform gate: several highway layers
 * in each step, of which the first one sees the input.
 *
 *     s_0 = h,  for l = 1 ... depth:
 *       n_l = tanh(W_n x [l = 1] + U_nl s_(l-1) + b_nl)
 *       t_l = sigmoid(W_t x [l = 1] + U_tl s_(l-1) + b_tl)
 *       s_l = t_l n_l + (1 - t_l) s_(l-1)
 *     h'  = s_depth
 *
 * State dict, gates in the order n, t: `weight_ih [2 hiddenSize, inputSize]`, `weight_hh.0 [2 hiddenSize, hiddenSize]`...,
 * `bias.0 [2 hiddenSize]`..., one for each layer. Biases start at 0.
 */
export class RecurrentHighwayCell implements Cell<RNNState> {
  readonly inputSize: number;
  readonly outputSize: number;
  /** Input to the first layer's gates, `[2 hiddenSize, inputSize]`. */
  readonly weightIh: Parameter;
  /** What came out of the layer before to gates, one `[2 hiddenSize, hiddenSize]` for each layer. */
  readonly weightHh: readonly Parameter[];
  /** One `[2 hiddenSize]` for each layer; empty without `bias`. */
  readonly bias: readonly Parameter[];

  /** @throws ArgumentError */
  constructor(options: RecurrentHighwayCellOptions) {
    checkCellOptions('RecurrentHighwayCell', options, ['depth']);
    const { inputSize, hiddenSize, bias = true, depth = 3 } = options;
    checkInteger('RecurrentHighwayCell', 'depth', depth, { min: 1 });
    this.inputSize = inputSize;
    this.outputSize = hiddenSize;
    const each = (make: () => Parameter): Parameter[] => Array.from({ length: depth }, make);
    this.weightIh = recurrentParameter([2 * hiddenSize, inputSize], options);
    this.weightHh = each(() => recurrentParameter([2 * hiddenSize, hiddenSize], options));
    this.bias = bias ? each(() => parameter(constantInitializer(0)([2 * hiddenSize]))) : [];
  }

  initialState(batch?: number): RNNState {
    return { h: zeroState(this.weightIh, batch, this.outputSize) };
  }

  step(x: Tensor<'float32'>, state: RNNState): StepResult<RNNState, Tensor<'float32'>> {
    const trace: Record<string, Tensor> = {};
    let s = state.h;
    this.weightHh.forEach((weight, layer) => {
      const fromState = linear(s, weight, this.bias[layer]);
      const gates = layer === 0 ? add(fromState, linear(x, this.weightIh)) : fromState;
      const [n, t] = split(gates, 2) as Pair;
      const [candidate, transformGate] = [tanh(n), sigmoid(t)];
      s = add(mul(transformGate, candidate), mul(sub(1, transformGate), s));
      const named = { candidate, transformGate, ...preactivations({ candidate: n, transformGate: t }) };
      for (const [name, value] of Object.entries(named)) trace[name + layer] = value;
    });
    return { output: s, state: { h: s }, trace: { ...trace, hidden: s } };
  }
}
