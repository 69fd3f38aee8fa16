import { add, linear, mul, type Parameter, sigmoid, split, type StepResult, sub, type Tensor } from '@ostinato/tensor';
import type { Cell } from './cell.ts';
import { type CellOptions, checkCellOptions, preactivations, recurrentParameter, zeroState } from './gate-weights.ts';

/** The state of an `SRUCell`. */
export type SRUState = {
  /** Cell state, `[batch, hiddenSize]`. */
  readonly c: Tensor<'float32'>;
};

type Floats = Tensor<'float32'>;

/**
 * Simple recurrent unit (Lei et al. 2018): all products are with the input, so what is left for each step is point-wise.
 *
 *     f  = sigmoid(W_f x + v_f c + b_f)        r = sigmoid(W_r x + v_r c + b_r)
 *     c' = f c + (1 - f) W x                   y = r c' + (1 - r) W_s x
 *
 * `W_s` is the identity where `inputSize` is `hiddenSize`. State dict: `weight_ih [3 hiddenSize, inputSize]` in the order W, f, r, or
 * `[4 hiddenSize, inputSize]` with W_s at the end; `weight_ch [2 hiddenSize]`, `bias [2 hiddenSize]` in the order f, r.
 */
export class SRUCell implements Cell<SRUState> {
  readonly inputSize: number;
  readonly outputSize: number;
  /** Input to candidate, gates and, where sizes differ, skip connection. */
  readonly weightIh: Parameter;
  /** Each unit's cell state to its gates f, r, `[2 hiddenSize]`. */
  readonly weightCh: Parameter;
  /** Of the gates f, r, `[2 hiddenSize]`; undefined without `bias`. */
  readonly bias: Parameter | undefined;

  /** @throws ArgumentError */
  constructor(options: CellOptions) {
    checkCellOptions('SRUCell', options);
    const { inputSize, hiddenSize, bias = true } = options;
    this.inputSize = inputSize;
    this.outputSize = hiddenSize;
    const parts = inputSize === hiddenSize ? 3 : 4;
    this.weightIh = recurrentParameter([parts * hiddenSize, inputSize], options);
    this.weightCh = recurrentParameter([2 * hiddenSize], options);
    this.bias = bias ? recurrentParameter([2 * hiddenSize], options) : undefined;
  }

  initialState(batch?: number): SRUState {
    return { c: zeroState(this.weightIh, batch, this.outputSize) };
  }

  step(x: Floats, { c }: SRUState): StepResult<SRUState, Floats> {
    const parts = this.weightIh.shape[0]! / this.outputSize;
    const [candidate, xf, xr, skip = x] = split(linear(x, this.weightIh), parts) as [Floats, Floats, Floats, Floats?];
    const [vf, vr] = split(this.weightCh, 2) as [Floats, Floats];
    const [bf, br] = this.bias === undefined ? [0, 0] : (split(this.bias, 2) as [Floats, Floats]);
    const [f, r] = [add(add(xf, bf), mul(vf, c)), add(add(xr, br), mul(vr, c))];
    const [forgetGate, resetGate] = [sigmoid(f), sigmoid(r)];
    const cell = add(mul(forgetGate, c), mul(sub(1, forgetGate), candidate));
    const output = add(mul(resetGate, cell), mul(sub(1, resetGate), skip));
    const before = preactivations({ forgetGate: f, resetGate: r });
    return { output, state: { c: cell }, trace: { forgetGate, resetGate, candidate, cell, output, ...before } };
  }
}
