import { add, linear, mul, type Parameter, sigmoid, split, type StepResult, tanh, type Tensor } from '@ostinato/tensor';
import type { Cell } from './cell.ts';
import {
  type CellOptions,
  checkCellOptions,
  gateWeights,
  preactivations,
  recurrentParameter,
  zeroState,
} from './gate-weights.ts';
import type { LSTMState } from './lstm-cell.ts';

type Three = [Tensor<'float32'>, Tensor<'float32'>, Tensor<'float32'>];
type Four = [...Three, Tensor<'float32'>];

/**
 * LSTM whose gates see the cell state (Gers, Schraudolph and Schmidhuber 2002): it can count and keep time.
 *
 *     i, f = sigmoid(W x + U h + p c + b)      g = tanh(W x + U h + b)
 *     c'   = f c + i g
 *     o    = sigmoid(W x + U h + p c' + b)     h' = o tanh(c')
 *
 * State dict, gates in the order i, f, g, o: `weight_ih [4 hiddenSize, inputSize]`, `weight_hh [4 hiddenSize, hiddenSize]`,
 * `bias [4 hiddenSize]`, `weight_peephole [3 hiddenSize]` in the order i, f, o.
 */
export class PeepholeLSTMCell implements Cell<LSTMState> {
  readonly inputSize: number;
  readonly outputSize: number;
  /** Input to gates, `[4 hiddenSize, inputSize]`. */
  readonly weightIh: Parameter;
  /** Hidden state to gates, `[4 hiddenSize, hiddenSize]`. */
  readonly weightHh: Parameter;
  /** `[4 hiddenSize]`; undefined without `bias`. */
  readonly bias: Parameter | undefined;
  /** Each unit's cell state to its gates i, f, o, `[3 hiddenSize]`. */
  readonly weightPeephole: Parameter;

  /** @throws ArgumentError */
  constructor(options: CellOptions) {
    checkCellOptions('PeepholeLSTMCell', options);
    this.inputSize = options.inputSize;
    this.outputSize = options.hiddenSize;
    ({ weightIh: this.weightIh, weightHh: this.weightHh, bias: this.bias } = gateWeights(4, options));
    this.weightPeephole = recurrentParameter([3 * options.hiddenSize], options);
  }

  initialState(batch?: number): LSTMState {
    const zero = () => zeroState(this.weightHh, batch, this.outputSize);
    return { h: zero(), c: zero() };
  }

  step(x: Tensor<'float32'>, state: LSTMState): StepResult<LSTMState, Tensor<'float32'>> {
    const gates = add(linear(x, this.weightIh, this.bias), linear(state.h, this.weightHh));
    const [wi, wf, g, wo] = split(gates, 4) as Four;
    const [pi, pf, po] = split(this.weightPeephole, 3) as Three;
    const [i, f] = [add(wi, mul(pi, state.c)), add(wf, mul(pf, state.c))];
    const [inputGate, forgetGate, candidate] = [sigmoid(i), sigmoid(f), tanh(g)];
    const c = add(mul(forgetGate, state.c), mul(inputGate, candidate));
    const o = add(wo, mul(po, c));
    const outputGate = sigmoid(o);
    const h = mul(outputGate, tanh(c));
    const before = preactivations({ inputGate: i, forgetGate: f, candidate: g, outputGate: o });
    const trace = { inputGate, forgetGate, candidate, outputGate, cell: c, hidden: h, ...before };
    return { output: h, state: { h, c }, trace };
  }
}
