import { LayerNorm } from '@ostinato/nn';
import { add, linear, mul, type Parameter, sigmoid, split, type StepResult, tanh, type Tensor } from '@ostinato/tensor';
import type { Cell } from './cell.ts';
import { type CellOptions, checkCellOptions, gateWeights, preactivations, zeroState } from './gate-weights.ts';
import type { LSTMState } from './lstm-cell.ts';

type Gates = [Tensor<'float32'>, Tensor<'float32'>, Tensor<'float32'>, Tensor<'float32'>];

/**
 * LSTM with layer normalization (Ba, Kiros and Hinton 2016): of both products, over all gates, and of the cell state.
 *
 *     i, f, g, o = norm_ih(W x) + norm_hh(U h) + b
 *     c' = sigmoid(f) c + sigmoid(i) tanh(g)
 *     h' = sigmoid(o) tanh(norm_c(c'))
 *
 * State dict, gates in the order i, f, g, o: `weight_ih [4 hiddenSize, inputSize]`, `weight_hh [4 hiddenSize, hiddenSize]`,
 * `bias [4 hiddenSize]`, `norm_ih.weight`, `norm_hh.weight [4 hiddenSize]`, `norm_c.weight`, `norm_c.bias [hiddenSize]`.
 */
export class LayerNormLSTMCell implements Cell<LSTMState> {
  readonly inputSize: number;
  readonly outputSize: number;
  /** Input to gates, `[4 hiddenSize, inputSize]`. */
  readonly weightIh: Parameter;
  /** Hidden state to gates, `[4 hiddenSize, hiddenSize]`. */
  readonly weightHh: Parameter;
  /** `[4 hiddenSize]`; undefined without `bias`. */
  readonly bias: Parameter | undefined;
  /** Of the product with the input, over `4 hiddenSize`. */
  readonly normIh: LayerNorm;
  /** Of the product with the hidden state, over `4 hiddenSize`. */
  readonly normHh: LayerNorm;
  /** Of the cell state on its way to the output, over `hiddenSize`. */
  readonly normC: LayerNorm;

  /** @throws ArgumentError */
  constructor(options: CellOptions) {
    checkCellOptions('LayerNormLSTMCell', options);
    const { inputSize, hiddenSize } = options;
    this.inputSize = inputSize;
    this.outputSize = hiddenSize;
    ({ weightIh: this.weightIh, weightHh: this.weightHh, bias: this.bias } = gateWeights(4, options));
    this.normIh = new LayerNorm({ normalizedShape: 4 * hiddenSize, bias: false });
    this.normHh = new LayerNorm({ normalizedShape: 4 * hiddenSize, bias: false });
    this.normC = new LayerNorm({ normalizedShape: hiddenSize });
  }

  initialState(batch?: number): LSTMState {
    const zero = () => zeroState(this.weightHh, batch, this.outputSize);
    return { h: zero(), c: zero() };
  }

  step(x: Tensor<'float32'>, state: LSTMState): StepResult<LSTMState, Tensor<'float32'>> {
    const fromInput = this.normIh.forward(linear(x, this.weightIh));
    const fromHidden = this.normHh.forward(linear(state.h, this.weightHh));
    const sum = add(fromInput, fromHidden);
    const [i, f, g, o] = split(this.bias === undefined ? sum : add(sum, this.bias), 4) as Gates;
    const [inputGate, forgetGate, candidate, outputGate] = [sigmoid(i), sigmoid(f), tanh(g), sigmoid(o)];
    const c = add(mul(forgetGate, state.c), mul(inputGate, candidate));
    const h = mul(outputGate, tanh(this.normC.forward(c)));
    const before = preactivations({ inputGate: i, forgetGate: f, candidate: g, outputGate: o });
    const trace = { inputGate, forgetGate, candidate, outputGate, cell: c, hidden: h, ...before };
    return { output: h, state: { h, c }, trace };
  }
}
