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

type Pair = [Tensor<'float32'>, Tensor<'float32'>];

/**
 * minGRU (Feng et al. 2024): a GRU whose gate and candidate see the input only, so that all steps can be computed at once.
 *
 *     z  = sigmoid(W_z x + b_z)
 *     n  = g(W_n x + b_n)              g(x) = x + 1/2, below 0 sigmoid(x)
 *     h' = (1 - z) h + z n
 *
 * State dict, in the order z, n: `weight_ih [2 hiddenSize, inputSize]`, `bias [2 hiddenSize]`.
 */
export class MinGRUCell implements ParallelCell<RNNState> {
  readonly inputSize: number;
  readonly outputSize: number;
  /** Input to gate and candidate, `[2 hiddenSize, inputSize]`. */
  readonly weightIh: Parameter;
  /** `[2 hiddenSize]`; undefined without `bias`. */
  readonly bias: Parameter | undefined;

  /** @throws ArgumentError */
  constructor(options: CellOptions) {
    checkCellOptions('MinGRUCell', options);
    this.inputSize = options.inputSize;
    this.outputSize = options.hiddenSize;
    ({ weightIh: this.weightIh, bias: this.bias } = inputWeights(2, options));
  }

  initialState(batch?: number): RNNState {
    return { h: zeroState(this.weightIh, batch, this.outputSize) };
  }

  step(x: Tensor<'float32'>, { h }: RNNState): StepResult<RNNState, Tensor<'float32'>> {
    const [z, n] = split(linear(x, this.weightIh, this.bias), 2) as Pair;
    const [updateGate, candidate] = [sigmoid(z), positive(n)];
    const next = add(mul(sub(1, updateGate), h), mul(updateGate, candidate));
    const before = preactivations({ updateGate: z, candidate: n });
    return { output: next, state: { h: next }, trace: { updateGate, candidate, hidden: next, ...before } };
  }

  /** All steps at once, in log space: `h_t = a h_(t-1) + b` with `log a = log(1 - z)`, `log b = log z + log n`. */
  parallel(xs: Tensor<'float32'>, { h }: RNNState, keep?: Tensor<'bool'>): ParallelResult<RNNState> {
    const [z, n] = split(linear(xs, this.weightIh, this.bias), 2) as Pair;
    const hidden = logSpaceScan(logSigmoid(neg(z)), add(logSigmoid(z), logPositive(n)), h, keep);
    return hiddenResult(hidden, keep);
  }
}
