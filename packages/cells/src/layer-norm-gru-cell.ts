import { LayerNorm } from '@ostinato/nn';
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

type Floats = Tensor<'float32'>;
type Two = [Floats, Floats];

/**
 * GRU with layer normalization of its products (Ba, Kiros and Hinton 2016), the gates' and the candidate's each by themselves.
 *
 *     r, z = sigmoid(norm_ih(W_rz x) + norm_hh(U_rz h) + b_rz)
 *     n    = tanh(norm_in(W_n x) + r norm_hn(U_n h) + b_n)
 *     h'   = (1 - z) n + z h
 *
 * State dict, gates in the order r, z, n: `weight_ih [3 hiddenSize, inputSize]`, `weight_hh [3 hiddenSize, hiddenSize]`,
 * `bias [3 hiddenSize]`, `norm_ih.weight`, `norm_hh.weight [2 hiddenSize]`, `norm_in.weight`, `norm_hn.weight [hiddenSize]`.
 */
export class LayerNormGRUCell implements Cell<RNNState> {
  readonly inputSize: number;
  readonly outputSize: number;
  /** Input to gates, `[3 hiddenSize, inputSize]`. */
  readonly weightIh: Parameter;
  /** Hidden state to gates, `[3 hiddenSize, hiddenSize]`. */
  readonly weightHh: Parameter;
  /** `[3 hiddenSize]`; undefined without `bias`. */
  readonly bias: Parameter | undefined;
  /** Of the input's share in r and z, over `2 hiddenSize`. */
  readonly normIh: LayerNorm;
  /** Of the hidden state's share in r and z, over `2 hiddenSize`. */
  readonly normHh: LayerNorm;
  /** Of the input's share in n, over `hiddenSize`. */
  readonly normIn: LayerNorm;
  /** Of the hidden state's share in n, over `hiddenSize`. */
  readonly normHn: LayerNorm;

  /** @throws ArgumentError */
  constructor(options: CellOptions) {
    checkCellOptions('LayerNormGRUCell', options);
    const { inputSize, hiddenSize } = options;
    this.inputSize = inputSize;
    this.outputSize = hiddenSize;
    ({ weightIh: this.weightIh, weightHh: this.weightHh, bias: this.bias } = gateWeights(3, options));
    const norm = (normalizedShape: number) => new LayerNorm({ normalizedShape, bias: false });
    [this.normIh, this.normHh] = [norm(2 * hiddenSize), norm(2 * hiddenSize)];
    [this.normIn, this.normHn] = [norm(hiddenSize), norm(hiddenSize)];
  }

  initialState(batch?: number): RNNState {
    return { h: zeroState(this.weightHh, batch, this.outputSize) };
  }

  step(x: Floats, { h }: RNNState): StepResult<RNNState, Floats> {
    const size = this.outputSize;
    const [xg, xn] = split(linear(x, this.weightIh), [2 * size, size]) as Two;
    const [hg, hn] = split(linear(h, this.weightHh), [2 * size, size]) as Two;
    const [bg, bn] = this.bias === undefined ? [0, 0] : (split(this.bias, [2 * size, size]) as Two);
    const [r, z] = split(add(add(this.normIh.forward(xg), this.normHh.forward(hg)), bg), 2) as Two;
    const [resetGate, updateGate] = [sigmoid(r), sigmoid(z)];
    const n = add(add(this.normIn.forward(xn), mul(resetGate, this.normHn.forward(hn))), bn);
    const candidate = tanh(n);
    const next = add(mul(sub(1, updateGate), candidate), mul(updateGate, h));
    const before = preactivations({ resetGate: r, updateGate: z, candidate: n });
    return { output: next, state: { h: next }, trace: { resetGate, updateGate, candidate, hidden: next, ...before } };
  }
}
