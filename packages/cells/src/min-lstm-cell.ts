import {
  add,
  linear,
  logSigmoid,
  mul,
  neg,
  type Parameter,
  sigmoid,
  split,
  type StepResult,
  sub,
  type Tensor,
} from '@ostinato/tensor';
import { type CellOptions, checkCellOptions, inputWeights, preactivations, zeroState } from './gate-weights.ts';
import { logPositive, logSpaceScan, positive } from './log-space-scan.ts';
import { hiddenResult, type ParallelCell, type ParallelResult } from './parallel-cell.ts';
import type { RNNState } from './rnn-cell.ts';

type Three = [Tensor<'float32'>, Tensor<'float32'>, Tensor<'float32'>];

/**
 * minLSTM (Feng et al. 2024): an LSTM whose gates see the input only and add up to 1, so that all steps can be computed at once.
 *
 *     f, i = sigmoid(W x + b)      n = g(W x + b)      g(x) = x + 1/2, below 0 sigmoid(x)
 *     f', i' = f / (f + i), i / (f + i)
 *     h' = f' h + i' n
 *
 * State dict, in the order f, i, n: `weight_ih [3 hiddenSize, inputSize]`, `bias [3 hiddenSize]`.
 */
export class MinLSTMCell implements ParallelCell<RNNState> {
  readonly inputSize: number;
  readonly outputSize: number;
  /** Input to gates and candidate, `[3 hiddenSize, inputSize]`. */
  readonly weightIh: Parameter;
  /** `[3 hiddenSize]`; undefined without `bias`. */
  readonly bias: Parameter | undefined;

  /** @throws ArgumentError */
  constructor(options: CellOptions) {
    checkCellOptions('MinLSTMCell', options);
    this.inputSize = options.inputSize;
    this.outputSize = options.hiddenSize;
    ({ weightIh: this.weightIh, bias: this.bias } = inputWeights(3, options));
  }

  initialState(batch?: number): RNNState {
    return { h: zeroState(this.weightIh, batch, this.outputSize) };
  }

  step(x: Tensor<'float32'>, { h }: RNNState): StepResult<RNNState, Tensor<'float32'>> {
    const [f, i, n] = split(linear(x, this.weightIh, this.bias), 3) as Three;
    const forgetGate = sigmoid(share(f, i));
    const [inputGate, candidate] = [sub(1, forgetGate), positive(n)];
    const next = add(mul(forgetGate, h), mul(inputGate, candidate));
    const before = preactivations({ forgetGate: f, inputGate: i, candidate: n });
    return { output: next, state: { h: next }, trace: { forgetGate, inputGate, candidate, hidden: next, ...before } };
  }

  /** All steps at once, in log space: `h_t = a h_(t-1) + b` with `log a = log f'`, `log b = log i' + log n`. */
  parallel(xs: Tensor<'float32'>, { h }: RNNState, keep?: Tensor<'bool'>): ParallelResult<RNNState> {
    const [f, i, n] = split(linear(xs, this.weightIh, this.bias), 3) as Three;
    const forget = share(f, i);
    const hidden = logSpaceScan(logSigmoid(forget), add(logSigmoid(neg(forget)), logPositive(n)), h, keep);
    return hiddenResult(hidden, keep);
  }
}

/** What `f / (f + i)` is the sigmoid of: `log f - log i`. */
const share = (f: Tensor<'float32'>, i: Tensor<'float32'>): Tensor<'float32'> => sub(logSigmoid(f), logSigmoid(i));
