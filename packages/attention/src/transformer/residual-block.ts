import { checkInteger, checkNumber, checkOptions, ShapeError, typeError } from '@ostinato/base';
import { dropout, type LayerNorm, type Linear, type RMSNorm } from '@ostinato/nn';
import type { SequenceOptions, SequenceResult } from '@ostinato/sequence';
import { add, type RandomGenerator, type Tensor, tidy } from '@ostinato/tensor';
import type { CacheOptions } from '../cache/key-value-state.ts';
import { enterSequence } from './enter-sequence.ts';
import { type Activation, checkActivation, feedForward, feedForwardLayers } from './feed-forward.ts';
import { checkNormKind, makeNorm, type NormKind } from './norm-kind.ts';
import type { StackedLayer } from './transformer-encoder.ts';

type Floats = Tensor<'float32'>;

/** Options of `ResidualBlock`. */
export interface ResidualBlockOptions {
  /** What mixes the steps: attention, an LSTM, a convolution; it gives as many features as it takes. */
  readonly mixer: StackedLayer;
  /** Features of a step. */
  readonly features: number;
  /** Features between the two feed-forward layers. Default `4 features`. */
  readonly hiddenSize?: number;
  /** `relu`, `gelu`, `geluTanh` or `swiglu`. Default `swiglu`. */
  readonly activation?: Activation;
  /** `layer` or `rms`. Default `rms`. */
  readonly norm?: NormKind;
  /** Dropout of what mixer and feed-forward network add, in training. Default 0. */
  readonly dropout?: number;
  /** Where the initial values come from. Default: the default generator. */
  readonly generator?: RandomGenerator;
}

/**
 * `x + mixer(norm(x))`, then `x + feedForward(norm(x))`: the pre-norm block (Xiong et al. 2020) around any sequence layer, so that stacks may mix
 * attention, recurrence and convolution. State and trace are the mixer's. State dict: `norm1.weight`, the mixer's under `mixer.`,
 * `norm2.weight`, `linear1.weight`, `linear2.weight`; no biases but those of a layer norm.
 */
export class ResidualBlock implements StackedLayer {
  /** Before the mixer. */
  readonly norm1: LayerNorm | RMSNorm;
  /** What mixes the steps. */
  readonly mixer: StackedLayer;
  /** Before the feed-forward network. */
  readonly norm2: LayerNorm | RMSNorm;
  /** Into the feed-forward network; gate and value side by side for `swiglu`. */
  readonly linear1: Linear;
  /** Out of it. */
  readonly linear2: Linear;
  readonly #features: number;
  readonly #activation: Activation;
  readonly #dropout: number;

  /** @throws ArgumentError */
  constructor(options: ResidualBlockOptions) {
    const where = 'ResidualBlock';
    checkOptions(where, options, ['mixer', 'features', 'hiddenSize', 'activation', 'norm', 'dropout', 'generator']);
    const { mixer, features, generator } = options;
    if (typeof mixer?.forward !== 'function') throw typeError(where, 'mixer', 'a layer with a forward method', mixer);
    this.#features = checkInteger(where, 'features', features, { min: 1 });
    const hidden = checkInteger(where, 'hiddenSize', options.hiddenSize ?? 4 * features, { min: 1 });
    this.#activation = checkActivation(where, options.activation ?? 'swiglu');
    const kind = checkNormKind(where, options.norm ?? 'rms');
    this.#dropout = checkNumber(where, 'dropout', options.dropout ?? 0, { min: 0, max: 1 });
    const layers = feedForwardLayers({ features, hidden, activation: this.#activation, bias: false, generator });
    this.norm1 = makeNorm(kind, features, 1e-5, true);
    this.mixer = mixer;
    this.norm2 = makeNorm(kind, features, 1e-5, true);
    [this.linear1, this.linear2] = [layers.linear1, layers.linear2];
  }

  /** Whether the mixer also reads backward. */
  get bidirectional(): boolean {
    return this.mixer.bidirectional === true;
  }

  /** The mixer's state with nothing seen yet; undefined for one that starts from zeros. @throws ArgumentError */
  initialState(batch: number, options: CacheOptions = {}): unknown {
    return this.mixer.initialState?.(batch, options);
  }

  /** `[batch, steps, features]` to the same shape; zeros where there is padding. @throws what the mixer throws */
  forward(input: Floats, options: SequenceOptions<unknown> = {}): SequenceResult<unknown> {
    return tidy(() => {
      const { x, leave } = enterSequence('ResidualBlock.forward', input, this.#features, options, ['attention']);
      const { output, state, trace } = this.mixer.forward(this.norm1.forward(x), options as never);
      if (output.shape.join() !== x.shape.join())
        throw new ShapeError(
          `ResidualBlock.forward: mixer must give as many features as it takes, [${x.shape}], got [${output.shape}].`,
        );
      const mixed = add(x, dropout(output, this.#dropout));
      const fed = feedForward(this.norm2.forward(mixed), this.linear1, this.linear2, this.#activation, this.#dropout);
      return { output: leave(add(mixed, dropout(fed, this.#dropout))), state, ...(trace && { trace }) };
    });
  }
}
