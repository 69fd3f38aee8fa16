import { checkInteger, checkOptions, typeError } from '@ostinato/base';
import type { LayerNorm, RMSNorm } from '@ostinato/nn';
import type { SequenceLayer, SequenceResult } from '@ostinato/sequence';
import type { Tensor } from '@ostinato/tensor';
import type { CacheOptions } from '../cache/key-value-state.ts';
import type { AttentionSequenceOptions } from './enter-sequence.ts';
import { checkStack, forwardStack } from './layer-stack.ts';

type Floats = Tensor<'float32'>;

/** Any sequence layer, whatever its state is. */
export interface StackedLayer {
  /** Whether it also reads backward. Default `false`. */
  readonly bidirectional?: boolean;
  /** Nothing seen yet, for `batch` sequences. Layers that start from zeros by themselves leave it out. */
  initialState?(batch: number, options?: CacheOptions): unknown;
  /** Runs over `[batch, steps, features]`. */
  forward(input: Floats, options?: never): SequenceResult<unknown>;
}

/** Options of `TransformerEncoder`. */
export interface TransformerEncoderOptions {
  /** Layers one after the other: any sequence layers, so that attention, recurrent and convolutional ones may take turns. */
  readonly layers: readonly StackedLayer[];
  /** The norm after the last. Default: none. */
  readonly norm?: LayerNorm | RMSNorm;
}

/** What layers remember, one after the other; undefined for one that starts from zeros. */
export type StackState = readonly unknown[];

/**
 * Sequence layers one after the other, and perhaps a norm: an encoder, or, of causal layers, a decoder without a memory. State dict:
 * torch's, `layers.0.self_attn.in_proj_weight`..., `norm.weight`.
 */
export class TransformerEncoder implements SequenceLayer<StackState> {
  /** The layers, first to last. */
  readonly layers: readonly StackedLayer[];
  /** The norm after the last; undefined where there is none. */
  readonly norm: LayerNorm | RMSNorm | undefined;
  /** Whether one of the layers also reads backward. */
  readonly bidirectional: boolean;

  /** @throws ArgumentError */
  constructor(options: TransformerEncoderOptions) {
    checkOptions('TransformerEncoder', options, ['layers', 'norm']);
    const { layers, norm } = options;
    if (!Array.isArray(layers)) throw typeError('TransformerEncoder', 'layers', 'an array of sequence layers', layers);
    const wrong = layers.findIndex((layer) => typeof (layer as Partial<StackedLayer> | null)?.forward !== 'function');
    if (wrong >= 0)
      throw typeError('TransformerEncoder', `layers[${wrong}]`, 'a layer with a forward method', layers[wrong]);
    checkStack('TransformerEncoder', layers, norm);
    this.layers = [...layers];
    this.norm = norm;
    this.bidirectional = layers.some((layer: StackedLayer) => layer.bidirectional === true);
  }

  /**
   * Nothing seen yet, for `batch` sequences. The options are for layers that attend: a sliding cache keeps its shape, as `stream` needs it.
   * @throws ArgumentError
   */
  initialState(batch: number, options: CacheOptions = {}): StackState {
    checkInteger('TransformerEncoder.initialState', 'batch', batch, { min: 1 });
    checkOptions('TransformerEncoder.initialState', options, ['budget', 'overflow']);
    return this.layers.map((layer) => layer.initialState?.(batch, options));
  }

  /**
   * `[batch, steps, features]` through all layers. `attention` goes to every layer, so it is for layers that attend. The trace has what each
   * layer's has, under its name and `L` with the layer's number: `attentionL0`.
   * @throws what the layers throw; StateError for a state of other layers
   */
  forward(input: Floats, options: AttentionSequenceOptions<StackState> = {}): SequenceResult<StackState> {
    const { state: _, ...rest } = options;
    return forwardStack('TransformerEncoder', this, input, options, (layer, x, state) =>
      layer.forward(x, { ...rest, ...state } as never),
    );
  }
}
