import { ArgumentError, checkOneOf, checkOptions, ShapeError } from '@ostinato/base';
import { constantInitializer, Linear } from '@ostinato/nn';
import { maskPadding, type SequenceLayer, type SequenceOptions, type SequenceResult } from '@ostinato/sequence';
import {
  add,
  checkGenerator,
  concat,
  mul,
  parameter,
  type RandomGenerator,
  sigmoid,
  sub,
  type Tensor,
  tidy,
  transpose,
  unsqueeze,
} from '@ostinato/tensor';
import { type LayerOrCell, sizeOf, type StateOf } from './layer-of.ts';
import { LayerWrapper } from './layer-wrapper.ts';

/** Options of `Residual`. */
export interface ResidualOptions {
  /**
   * How input x and output y of the layer meet: `add` gives `x + y` (He et al. 2016), `gated` a highway `g y + (1 - g) x` with
   * `g = sigmoid(W x + b)` (Srivastava et al. 2015), `dense` both beside each other, x first (Huang et al. 2017). Default `add`.
   */
  readonly mode?: 'add' | 'gated' | 'dense';
  /** Where the gate's initial values come from. Default: the default generator. */
  readonly generator?: RandomGenerator;
}

/**
 * A connection around a layer or a cell. `add` and `gated` need as many features out as in. The state is the layer's; a gated one has the
 * gate as `residualGate [steps, batch, outputSize]` in its trace. State dict: `layer.` and the layer's keys, and for `gated`
 * `gate.weight [outputSize, inputSize]` and `gate.bias`, which starts at -1: at first the input is carried.
 */
export class Residual<L extends LayerOrCell> extends LayerWrapper<L> implements SequenceLayer<StateOf<L>> {
  /** The gate of a highway; undefined for other modes. */
  readonly gate: Linear | undefined;
  readonly #mode: 'add' | 'gated' | 'dense';

  /** @throws ArgumentError */
  constructor(layer: L, options: ResidualOptions = {}) {
    super('Residual', layer);
    checkOptions('Residual', options, ['mode', 'generator']);
    const mode = checkOneOf('Residual', 'mode', options.mode ?? 'add', ['add', 'gated', 'dense']);
    checkGenerator('Residual', options.generator);
    this.#mode = mode;
    if (mode === 'dense') return;
    const { inputSize, outputSize } = this.layer;
    if (inputSize !== undefined && outputSize !== undefined && inputSize !== outputSize)
      throw new ArgumentError(
        `Residual: mode ${mode} needs as many features out as in, got ${inputSize} and ${outputSize}. Use dense, or change the layer.`,
      );
    if (mode === 'gated') this.gate = highwayGate(sizeOf('Residual', this.layer, 'inputSize'), options.generator);
  }

  /** Features of the output: for `dense` those of the input and those of the layer. */
  override get outputSize(): number | undefined {
    const { inputSize, outputSize } = this.layer;
    if (this.#mode !== 'dense' || outputSize === undefined) return outputSize;
    return inputSize === undefined ? undefined : inputSize + outputSize;
  }

  /** The layer and its input. @throws ShapeError for `add` and `gated` when the layer gives another size; what the layer throws */
  forward(input: Tensor<'float32'>, options: SequenceOptions<StateOf<L>> = {}): SequenceResult<StateOf<L>> {
    return tidy(() => {
      const result = this.layer.forward(input, options);
      const x = maskPadding(input, options);
      if (this.#mode === 'dense') return { ...result, output: concat([x, result.output], -1) };
      if (x.shape.at(-1) !== result.output.shape.at(-1))
        throw new ShapeError(
          `Residual: the layer made [${result.output.shape}] of [${x.shape}]; only dense takes that.`,
        );
      if (this.gate === undefined) return { ...result, output: add(x, result.output) };
      const g = sigmoid(this.gate.forward(x));
      const output = add(mul(g, result.output), mul(sub(1, g), x));
      if (options.trace !== true) return { ...result, output };
      const residualGate = x.rank === 2 ? unsqueeze(g, 1) : transpose(g, 0, 1);
      return { ...result, output, trace: { ...result.trace, residualGate } };
    });
  }
}

/** A gate that is nearly closed at first. */
function highwayGate(size: number, generator: RandomGenerator | undefined): Linear {
  const gate = new Linear({ inFeatures: size, outFeatures: size, bias: false, ...(generator && { generator }) });
  return Object.assign(gate, { bias: parameter(constantInitializer(-1)([size])) });
}
