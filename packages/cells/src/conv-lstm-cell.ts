import { ArgumentError, checkFlags, checkInteger, checkOptions, typeError } from '@ostinato/base';
import { uniformInitializer } from '@ostinato/nn';
import {
  add,
  checkGenerator,
  linear,
  mul,
  pad,
  type Parameter,
  parameter,
  type RandomGenerator,
  reshape,
  sigmoid,
  split,
  type StepResult,
  tanh,
  type Tensor,
  unfold,
} from '@ostinato/tensor';
import type { Cell } from './cell.ts';
import { preactivations, zeroState } from './gate-weights.ts';
import type { LSTMState } from './lstm-cell.ts';

/** Options of `ConvLSTMCell`. */
export interface ConvLSTMCellOptions {
  /** Channels of an input frame. */
  readonly inputChannels: number;
  /** Channels of the hidden state. */
  readonly hiddenChannels: number;
  /** Height and width of a frame. */
  readonly size: readonly [height: number, width: number];
  /** Height and width of the kernels, an odd number. Default 3. */
  readonly kernelSize?: number;
  /** Whether gates have a bias. Default `true`. */
  readonly bias?: boolean;
  /** Where the initial values come from. Default: the default generator. */
  readonly generator?: RandomGenerator;
}

type Floats = Tensor<'float32'>;
type Four = [Floats, Floats, Floats, Floats];

/**
 * LSTM of frames, with convolutions for products (Shi et al. 2015), without peepholes, as Keras has it.
 *
 *     i, f, g, o = W * x + U * h + b         (* is a convolution with zeros around the frame)
 *     c' = sigmoid(f) c + sigmoid(i) tanh(g)        h' = sigmoid(o) tanh(c')
 *
 * Frames `[height, width, channels]` are flattened: `inputSize` is `height x width x inputChannels`, `outputSize` the like. State dict,
 * gates in the order i, f, g, o: `weight_ih [4 hiddenChannels, inputChannels, kernelSize, kernelSize]`,
 * `weight_hh [4 hiddenChannels, hiddenChannels, kernelSize, kernelSize]`, `bias [4 hiddenChannels]`.
 */
export class ConvLSTMCell implements Cell<LSTMState> {
  readonly inputSize: number;
  readonly outputSize: number;
  /** Input to gates, `[4 hiddenChannels, inputChannels, kernelSize, kernelSize]`. */
  readonly weightIh: Parameter;
  /** Hidden state to gates, `[4 hiddenChannels, hiddenChannels, kernelSize, kernelSize]`. */
  readonly weightHh: Parameter;
  /** `[4 hiddenChannels]`; undefined without `bias`. */
  readonly bias: Parameter | undefined;
  readonly #size: readonly [number, number];

  /** @throws ArgumentError */
  constructor(options: ConvLSTMCellOptions) {
    checkConvOptions(options);
    const { inputChannels, hiddenChannels, size, kernelSize = 3, bias = true, generator } = options;
    const [height, width] = (this.#size = [...size]);
    this.inputSize = height * width * inputChannels;
    this.outputSize = height * width * hiddenChannels;
    const bound = 1 / Math.sqrt(hiddenChannels * kernelSize ** 2);
    const uniform = uniformInitializer(-bound, bound);
    const weight = (channels: number, ...kernel: number[]) =>
      parameter(uniform([4 * hiddenChannels, ...(channels > 0 ? [channels] : []), ...kernel], generator));
    this.weightIh = weight(inputChannels, kernelSize, kernelSize);
    this.weightHh = weight(hiddenChannels, kernelSize, kernelSize);
    this.bias = bias ? weight(0) : undefined;
  }

  initialState(batch?: number): LSTMState {
    const zero = () => zeroState(this.weightHh, batch, this.outputSize);
    return { h: zero(), c: zero() };
  }

  step(x: Floats, state: LSTMState): StepResult<LSTMState, Floats> {
    const gates = add(this.#convolve(x, this.weightIh, this.bias), this.#convolve(state.h, this.weightHh));
    const [i, f, g, o] = split(gates, 4).map((gate) => reshape(gate, state.c.shape)) as Four;
    const [inputGate, forgetGate, candidate, outputGate] = [sigmoid(i), sigmoid(f), tanh(g), sigmoid(o)];
    const c = add(mul(forgetGate, state.c), mul(inputGate, candidate));
    const h = mul(outputGate, tanh(c));
    const before = preactivations({ inputGate: i, forgetGate: f, candidate: g, outputGate: o });
    const trace = { inputGate, forgetGate, candidate, outputGate, cell: c, hidden: h, ...before };
    return { output: h, state: { h, c }, trace };
  }

  /** Frames `[batch, height width channels]` to gates `[batch height width, 4 hiddenChannels]`. */
  #convolve(x: Floats, weight: Parameter, bias?: Parameter): Floats {
    const [gates, channels, kernel] = weight.shape as [number, number, number];
    const [height, width] = this.#size;
    const around = [kernel >> 1, kernel >> 1] as const;
    const batch = x.rank === 1 ? 1 : x.shape[0]!; // not -1, which would take frames of another size for more of them
    const frames = pad(reshape(x, [batch, height, width, channels]), [[0, 0], around, around, [0, 0]]);
    const windows = unfold(unfold(frames, 1, kernel), 2, kernel); // [batch, height, width, channels, kernel, kernel]
    const rows = reshape(windows, [-1, channels * kernel * kernel]);
    return linear(rows, reshape(weight, [gates, -1]), bias);
  }
}

/** @throws ArgumentError */
function checkConvOptions(options: ConvLSTMCellOptions): void {
  const where = 'ConvLSTMCell';
  checkOptions(where, options, ['inputChannels', 'hiddenChannels', 'size', 'kernelSize', 'bias', 'generator']);
  const { inputChannels, hiddenChannels, size, kernelSize = 3, bias, generator } = options;
  checkInteger(where, 'inputChannels', inputChannels, { min: 1 });
  checkInteger(where, 'hiddenChannels', hiddenChannels, { min: 1 });
  checkInteger(where, 'kernelSize', kernelSize, { min: 1 });
  if (kernelSize % 2 === 0) throw new ArgumentError(`${where}: kernelSize must be odd, got ${kernelSize}.`);
  if (!Array.isArray(size) || size.length !== 2) throw typeError(where, 'size', '[height, width]', size);
  for (const side of size) checkInteger(where, 'size', side, { min: 1 });
  checkFlags(where, { bias });
  checkGenerator(where, generator);
}
