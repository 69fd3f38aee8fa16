import {
  add,
  linear,
  mul,
  type Parameter,
  sigmoid,
  split,
  type StepResult,
  sub,
  tanh,
  type Tensor,
} from '@ostinato/tensor';
import type { Cell } from './cell.ts';
import { type CellOptions, checkCellOptions, gateWeights, preactivations, zeroState } from './gate-weights.ts';
import type { RNNState } from './rnn-cell.ts';

type Pair = [Tensor<'float32'>, Tensor<'float32'>];

/**
 * Minimal gated unit (Zhou et al. 2016): a GRU whose two gates are one.
 *
 *     f  = sigmoid(W_f x + U_f h + b_f)
 *     n  = tanh(W_n x + U_n (f h) + b_n)
 *     h' = (1 - f) h + f n
 *
 * State dict, gates in the order f, n: `weight_ih [2 hiddenSize, inputSize]`, `weight_hh [2 hiddenSize, hiddenSize]`,
 * `bias [2 hiddenSize]`.
 */
export class MGUCell implements Cell<RNNState> {
  readonly inputSize: number;
  readonly outputSize: number;
  /** Input to gates, `[2 hiddenSize, inputSize]`. */
  readonly weightIh: Parameter;
  /** Hidden state to gates, `[2 hiddenSize, hiddenSize]`. */
  readonly weightHh: Parameter;
  /** `[2 hiddenSize]`; undefined without `bias`. */
  readonly bias: Parameter | undefined;

  /** @throws ArgumentError */
  constructor(options: CellOptions) {
    checkCellOptions('MGUCell', options);
    this.inputSize = options.inputSize;
    this.outputSize = options.hiddenSize;
    ({ weightIh: this.weightIh, weightHh: this.weightHh, bias: this.bias } = gateWeights(2, options));
  }

  initialState(batch?: number): RNNState {
    return { h: zeroState(this.weightHh, batch, this.outputSize) };
  }

  step(x: Tensor<'float32'>, { h }: RNNState): StepResult<RNNState, Tensor<'float32'>> {
    const [xf, xn] = split(linear(x, this.weightIh, this.bias), 2) as Pair;
    const [uf, un] = split(this.weightHh, 2, 0) as Pair;
    const f = add(xf, linear(h, uf));
    const forgetGate = sigmoid(f);
    const n = add(xn, linear(mul(forgetGate, h), un));
    const candidate = tanh(n);
    const next = add(mul(sub(1, forgetGate), h), mul(forgetGate, candidate));
    const trace = { forgetGate, candidate, hidden: next, ...preactivations({ forgetGate: f, candidate: n }) };
    return { output: next, state: { h: next }, trace };
  }
}
