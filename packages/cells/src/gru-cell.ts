import { checkFlags } from '@ostinato/base';
import {
  add,
  linear,
  mul,
  type Parameter,
  sigmoid,
  slice,
  split,
  type StepResult,
  sub,
  tanh,
  type Tensor,
} from '@ostinato/tensor';
import type { Cell } from './cell.ts';
import { type CellOptions, checkCellOptions, preactivations, recurrentParameter, zeroState } from './gate-weights.ts';

/** Options of `GRUCell`. */
export interface GRUCellOptions extends CellOptions {
  /**
   * Whether the reset gate acts after the recurrent product, as in torch, cuDNN and Keras 2 (`true`), or on the hidden
   * state before it, as in the paper (`false`). Weights of the two are not interchangeable. Default `true`.
   */
  readonly resetAfter?: boolean;
}

/** The state of a `GRUCell`. */
export type GRUState = {
  /** Hidden state `[batch, hiddenSize]`. */
  readonly h: Tensor<'float32'>;
};

type Gates = [Tensor<'float32'>, Tensor<'float32'>, Tensor<'float32'>];

/**
 * Gated recurrent unit (Cho et al. 2014): reset gate r, update gate z, candidate n, `h' = (1 - z) n + z h`.
 * State dict as torch, gates in the order r, z, n: `weight_ih [3 hiddenSize, inputSize]`,
 * `weight_hh [3 hiddenSize, hiddenSize]`, `bias_ih`, `bias_hh [3 hiddenSize]`.
 */
export class GRUCell implements Cell<GRUState> {
  readonly inputSize: number;
  readonly outputSize: number;
  /** Input to gates, `[3 hiddenSize, inputSize]`. */
  readonly weightIh: Parameter;
  /** Hidden state to gates, `[3 hiddenSize, hiddenSize]`. */
  readonly weightHh: Parameter;
  /** Added to the product with the input, `[3 hiddenSize]`; undefined without `bias`. */
  readonly biasIh: Parameter | undefined;
  /** Added to the product with the hidden state, `[3 hiddenSize]`; undefined without `bias`. */
  readonly biasHh: Parameter | undefined;
  readonly #resetAfter: boolean;

  /** @throws ArgumentError */
  constructor(options: GRUCellOptions) {
    checkCellOptions('GRUCell', options, ['resetAfter']);
    const { inputSize, hiddenSize, bias = true, resetAfter = true } = options;
    checkFlags('GRUCell', { resetAfter });
    this.inputSize = inputSize;
    this.outputSize = hiddenSize;
    this.#resetAfter = resetAfter;
    this.weightIh = recurrentParameter([3 * hiddenSize, inputSize], options);
    this.weightHh = recurrentParameter([3 * hiddenSize, hiddenSize], options);
    this.biasIh = bias ? recurrentParameter([3 * hiddenSize], options) : undefined;
    this.biasHh = bias ? recurrentParameter([3 * hiddenSize], options) : undefined;
  }

  initialState(batch?: number): GRUState {
    return { h: zeroState(this.weightHh, batch, this.outputSize) };
  }

  step(x: Tensor<'float32'>, state: GRUState): StepResult<GRUState, Tensor<'float32'>> {
    return this.#resetAfter ? this.#resetAfterProduct(x, state) : this.#resetBeforeProduct(x, state);
  }

  #resetAfterProduct(x: Tensor<'float32'>, { h }: GRUState): StepResult<GRUState, Tensor<'float32'>> {
    const [xr, xz, xn] = split(linear(x, this.weightIh, this.biasIh), 3) as Gates;
    const [hr, hz, hn] = split(linear(h, this.weightHh, this.biasHh), 3) as Gates;
    const [r, z] = [add(xr, hr), add(xz, hz)];
    const resetGate = sigmoid(r);
    return blend(h, { r, z, n: add(xn, mul(resetGate, hn)) }, resetGate);
  }

  #resetBeforeProduct(x: Tensor<'float32'>, { h }: GRUState): StepResult<GRUState, Tensor<'float32'>> {
    const size = this.outputSize;
    const [xr, xz, xn] = split(linear(x, this.weightIh, this.biasIh), 3) as Gates;
    const gates = linear(h, slice(this.weightHh, 0, 0, 2 * size), this.biasHh && slice(this.biasHh, 0, 0, 2 * size));
    const [hr, hz] = split(gates, 2) as [Tensor<'float32'>, Tensor<'float32'>];
    const [r, z] = [add(xr, hr), add(xz, hz)];
    const resetGate = sigmoid(r);
    const reset = mul(resetGate, h);
    const hn = linear(reset, slice(this.weightHh, 0, 2 * size), this.biasHh && slice(this.biasHh, 0, 2 * size));
    return blend(h, { r, z, n: add(xn, hn) }, resetGate);
  }
}

/** `h' = (1 - z) n + z h` from what goes into the gates, with the gates by name. */
function blend(
  h: Tensor<'float32'>,
  { r, z, n }: Record<'r' | 'z' | 'n', Tensor<'float32'>>,
  resetGate: Tensor<'float32'>,
): StepResult<GRUState, Tensor<'float32'>> {
  const [updateGate, candidate] = [sigmoid(z), tanh(n)];
  const next = add(mul(sub(1, updateGate), candidate), mul(updateGate, h));
  const before = preactivations({ resetGate: r, updateGate: z, candidate: n });
  return { output: next, state: { h: next }, trace: { resetGate, updateGate, candidate, hidden: next, ...before } };
}
