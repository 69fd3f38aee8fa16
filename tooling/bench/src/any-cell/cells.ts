import { LayerNorm, Linear } from '@ostinato/nn';
import {
  add,
  concat,
  linear,
  mul,
  sigmoid,
  split,
  type StepResult,
  sub,
  tanh,
  type Tensor,
  zeros,
} from '@ostinato/tensor';
import { type Cell, LSTMCell, type LSTMState } from '@ostinato/cells';

type Floats = Tensor<'float32'>;
type Four = [Floats, Floats, Floats, Floats];
type LstmStep = StepResult<LSTMState, Floats>;

const start = (batch = 1, size: number): LSTMState => ({ h: zeros([batch, size]), c: zeros([batch, size]) });

/** Anyone's LSTM: `make` gives its step. */
abstract class HomeMade implements Cell<LSTMState> {
  readonly inputSize: number;
  readonly outputSize: number;

  constructor(inputSize: number, hiddenSize: number) {
    this.inputSize = inputSize;
    this.outputSize = hiddenSize;
  }

  initialState(batch?: number): LSTMState {
    return start(batch, this.outputSize);
  }

  abstract step(x: Floats, state: LSTMState): LstmStep;

  protected finish(i: Floats, f: Floats, g: Floats, o: Floats, { c: before }: LSTMState): LstmStep {
    const c = add(mul(sigmoid(f), before), mul(sigmoid(i), tanh(g)));
    const h = mul(sigmoid(o), tanh(c));
    return { output: h, state: { h, c } };
  }
}

/** Eight linear maps. */
export class EightLinears extends HomeMade {
  readonly fromInput: Linear[];
  readonly fromState: Linear[];

  constructor(inputSize: number, hiddenSize: number) {
    super(inputSize, hiddenSize);
    const four = (inFeatures: number): Linear[] =>
      Array.from({ length: 4 }, () => new Linear({ inFeatures, outFeatures: hiddenSize }));
    this.fromInput = four(inputSize);
    this.fromState = four(hiddenSize);
  }

  step(x: Floats, state: LSTMState): LstmStep {
    const [i, f, g, o] = this.fromInput.map((layer, k) =>
      add(layer.forward(x), this.fromState[k]!.forward(state.h)),
    ) as Four;
    return this.finish(i, f, g, o, state);
  }
}

/** One product for the input and one for the state, cut into gates. */
export class FusedProducts extends HomeMade {
  readonly input: Linear;
  readonly hidden: Linear;

  constructor(inputSize: number, hiddenSize: number) {
    super(inputSize, hiddenSize);
    this.input = new Linear({ inFeatures: inputSize, outFeatures: 4 * hiddenSize });
    this.hidden = new Linear({ inFeatures: hiddenSize, outFeatures: 4 * hiddenSize });
  }

  step(x: Floats, state: LSTMState): LstmStep {
    const [i, f, g, o] = split(add(this.input.forward(x), this.hidden.forward(state.h)), 4) as Four;
    return this.finish(i, f, g, o, state);
  }
}

/** One product of the input and the state side by side. */
export class ConcatProduct extends HomeMade {
  readonly layer: Linear;

  constructor(inputSize: number, hiddenSize: number) {
    super(inputSize, hiddenSize);
    this.layer = new Linear({ inFeatures: inputSize + hiddenSize, outFeatures: 4 * hiddenSize });
  }

  step(x: Floats, state: LSTMState): LstmStep {
    const [i, f, g, o] = split(this.layer.forward(concat([x, state.h])), 4) as Four;
    return this.finish(i, f, g, o, state);
  }
}

/** The built-in cell with its ops in another order and its gates cut one by one. */
export class Reordered extends LSTMCell {
  override step(x: Floats, { h, c }: LSTMState): LstmStep {
    const hidden = linear(h, this.weightHh, this.biasHh);
    const gates = add(hidden, linear(x, this.weightIh, this.biasIh));
    const size = this.outputSize;
    const [rest, output] = split(gates, [3 * size, size]) as [Floats, Floats];
    const [gain, candidate] = split(rest, [2 * size, size]) as [Floats, Floats];
    const gain2 = sigmoid(gain);
    const [i, f] = split(gain2, 2) as [Floats, Floats];
    const o = sigmoid(output);
    const written = mul(tanh(candidate), i);
    const next = add(written, mul(c, f));
    const shown = mul(tanh(next), o);
    return { output: shown, state: { h: shown, c: next } };
  }
}

/** A cell that no library has: three gates, a layer norm, a residual; its products are those of an LSTM. */
export class MadeUp extends FusedProducts {
  readonly norm: LayerNorm;

  constructor(inputSize: number, hiddenSize: number) {
    super(inputSize, hiddenSize);
    this.norm = new LayerNorm({ normalizedShape: hiddenSize });
  }

  override step(x: Floats, { h, c }: LSTMState): LstmStep {
    const [u, r, s, n] = split(add(this.input.forward(x), this.hidden.forward(h)), 4) as Four;
    const [update, reset, skip] = [sigmoid(u), sigmoid(r), sigmoid(s)];
    const candidate = tanh(this.norm.forward(mul(reset, n)));
    const next = add(mul(update, c), mul(sub(1, update), candidate));
    const shown = add(mul(skip, h), mul(sub(1, skip), next));
    return { output: shown, state: { h: shown, c: next } };
  }
}
