import { checkOneOf } from '@ostinato/base';
import {
  add,
  clip,
  linear,
  mul,
  type Parameter,
  slice,
  split,
  type StepResult,
  sub,
  type Tensor,
} from '@ostinato/tensor';
import type { Cell } from './cell.ts';
import { type CellOptions, checkCellOptions, preactivations, recurrentParameter, zeroState } from './gate-weights.ts';
import type { Activation } from './onnx-activations.ts';
import { checkAttributes, type OnnxAttributes, operators } from './onnx-attributes.ts';

/** Options of `OnnxRecurrentCell`. */
export interface OnnxRecurrentCellOptions extends CellOptions {
  /** The operator. */
  readonly kind: 'RNN' | 'GRU' | 'LSTM';
  /** Its attributes. Default: ONNX's. */
  readonly attributes?: OnnxAttributes;
}

/** The state of an `OnnxRecurrentCell`. */
export type OnnxRecurrentState = {
  /** Hidden state, `[batch, hiddenSize]`. */
  readonly h: Tensor<'float32'>;
  /** Cell state, `[batch, hiddenSize]`; undefined but for an LSTM. */
  readonly c?: Tensor<'float32'>;
};

type Floats = Tensor<'float32'>;
type Result = StepResult<OnnxRecurrentState, Floats>;

/**
 * One direction of ONNX's RNN, GRU and LSTM (opset 22), with what only they have: clipping, coupled gates, peepholes, any activations.
 * State dict, gates in ONNX's order, LSTM i, o, f, c and GRU z, r, h: `weight_ih` is a direction of ONNX's `W`, `weight_hh` of `R`,
 * `bias_ih` and `bias_hh` the halves of `B`, `weight_peephole [3 hiddenSize]` in the order i, o, f of `P`.
 */
export class OnnxRecurrentCell implements Cell<OnnxRecurrentState> {
  /** The operator. */
  readonly kind: OnnxRecurrentCellOptions['kind'];
  readonly inputSize: number;
  readonly outputSize: number;
  /** `[gates x hiddenSize, inputSize]`. */
  readonly weightIh: Parameter;
  /** `[gates x hiddenSize, hiddenSize]`. */
  readonly weightHh: Parameter;
  /** `[gates x hiddenSize]`; undefined without `bias`. */
  readonly biasIh: Parameter | undefined;
  /** `[gates x hiddenSize]`; undefined without `bias`. */
  readonly biasHh: Parameter | undefined;
  /** `[3 hiddenSize]`; undefined without `peepholes`. */
  readonly weightPeephole: Parameter | undefined;
  readonly #attributes: OnnxAttributes;
  readonly #activations: readonly Activation[];

  /** @throws ArgumentError */
  constructor(options: OnnxRecurrentCellOptions) {
    checkCellOptions('OnnxRecurrentCell', options, ['kind', 'attributes']);
    const { inputSize, hiddenSize, bias = true, attributes = {} } = options;
    this.kind = checkOneOf('OnnxRecurrentCell', 'kind', options.kind, ['RNN', 'GRU', 'LSTM']);
    const { gates, activations } = operators[this.kind];
    this.#activations = checkAttributes(this.kind, attributes) ?? activations;
    [this.inputSize, this.outputSize, this.#attributes] = [inputSize, hiddenSize, attributes];
    const make = (...shape: number[]) => recurrentParameter([gates * hiddenSize, ...shape], options);
    [this.weightIh, this.weightHh] = [make(inputSize), make(hiddenSize)];
    [this.biasIh, this.biasHh] = bias ? [make(), make()] : [undefined, undefined];
    this.weightPeephole = attributes.peepholes === true ? recurrentParameter([3 * hiddenSize], options) : undefined;
  }

  initialState(batch?: number): OnnxRecurrentState {
    const h = zeroState(this.weightHh, batch, this.outputSize);
    return this.kind === 'LSTM' ? { h, c: zeroState(this.weightHh, batch, this.outputSize) } : { h };
  }

  step(x: Floats, state: OnnxRecurrentState): Result {
    const { weightIh, weightHh, biasIh, biasHh } = this;
    if (this.kind === 'GRU') return this.#gru(x, state);
    const sums = add(linear(x, weightIh, biasIh), linear(state.h, weightHh, biasHh));
    if (this.kind === 'LSTM') return this.#lstm(sums, state.c!);
    const h = this.#activate(0, sums);
    return { output: h, state: { h }, trace: { hidden: h, ...preactivations({ hidden: sums }) } };
  }

  #gru(x: Floats, { h }: OnnxRecurrentState): Result {
    const sizes = [2 * this.outputSize, this.outputSize];
    const [xg, xn] = split(linear(x, this.weightIh, this.biasIh), sizes) as [Floats, Floats];
    const [ug, un] = split(this.weightHh, sizes, 0) as [Floats, Floats];
    const [bg, bn] = this.biasHh === undefined ? [] : (split(this.biasHh, sizes) as [Floats, Floats]);
    const gates = add(xg, linear(h, ug, bg));
    const [z, r] = split(this.#activate(0, gates), 2) as [Floats, Floats];
    const after = this.#attributes.linearBeforeReset === true;
    const n = add(xn, after ? mul(r, linear(h, un, bn)) : linear(mul(r, h), un, bn));
    const candidate = this.#activate(1, n);
    const next = add(mul(sub(1, z), candidate), mul(z, h));
    const before = preactivations({ gates, candidate: n });
    return {
      output: next,
      state: { h: next },
      trace: { updateGate: z, resetGate: r, candidate, hidden: next, ...before },
    };
  }

  #lstm(sums: Floats, before: Floats): Result {
    const [wi, wo, wf, g] = split(sums, 4) as [Floats, Floats, Floats, Floats];
    const [i, f] = [this.#peep(wi, 0, before), this.#peep(wf, 2, before)];
    const [inputGate, candidate] = [this.#activate(0, i), this.#activate(1, g)];
    const forgetGate = this.#attributes.inputForget === true ? sub(1, inputGate) : this.#activate(0, f);
    const c = add(mul(forgetGate, before), mul(inputGate, candidate));
    const o = this.#peep(wo, 1, c);
    const outputGate = this.#activate(0, o);
    const h = mul(outputGate, this.#activations[2]!(c));
    const into = preactivations({ inputGate: i, forgetGate: f, candidate: g, outputGate: o });
    const trace = { inputGate, forgetGate, candidate, outputGate, cell: c, hidden: h, ...into };
    return { output: h, state: { h, c }, trace };
  }

  /** What a gate sees of the cell state, if anything. */
  #peep(sum: Floats, part: number, c: Floats): Floats {
    const size = this.outputSize;
    if (this.weightPeephole === undefined) return sum;
    return add(sum, mul(slice(this.weightPeephole, 0, part * size, (part + 1) * size), c));
  }

  #activate(which: number, x: Floats): Floats {
    const { clip: bound } = this.#attributes;
    return this.#activations[which]!(bound === undefined ? x : clip(x, -bound, bound));
  }
}
