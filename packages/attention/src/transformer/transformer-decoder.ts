import { checkOptions, typeError } from '@ostinato/base';
import type { LayerNorm, RMSNorm } from '@ostinato/nn';
import type { SequenceResult } from '@ostinato/sequence';
import type { Tensor } from '@ostinato/tensor';
import { checkStack, forwardStack } from './layer-stack.ts';
import { type DecoderOptions, type DecoderState, TransformerDecoderLayer } from './transformer-decoder-layer.ts';

type Floats = Tensor<'float32'>;

/** Options of `TransformerDecoder`. */
export interface TransformerDecoderOptions {
  /** Layers one after the other. */
  readonly layers: readonly TransformerDecoderLayer[];
  /** The norm after the last. Default: none. */
  readonly norm?: LayerNorm | RMSNorm;
}

/** Decoder layers one after the other, and perhaps a norm. State dict: torch's, `layers.0.multihead_attn.in_proj_weight`..., `norm.weight`. */
export class TransformerDecoder {
  /** The layers, first to last. */
  readonly layers: readonly TransformerDecoderLayer[];
  /** The norm after the last; undefined where there is none. */
  readonly norm: LayerNorm | RMSNorm | undefined;

  /** @throws ArgumentError */
  constructor(options: TransformerDecoderOptions) {
    checkOptions('TransformerDecoder', options, ['layers', 'norm']);
    const { layers, norm } = options;
    if (!Array.isArray(layers) || layers.some((layer) => !(layer instanceof TransformerDecoderLayer)))
      throw typeError('TransformerDecoder', 'layers', 'an array of TransformerDecoderLayers', layers);
    checkStack('TransformerDecoder', layers, norm);
    this.layers = [...layers];
    this.norm = norm;
  }

  /**
   * Steps `[batch, steps, dModel]` that attend to a memory `[batch, sourceSteps, dModel]` in every layer; it may be left out where a state
   * holds it. @throws what the layers throw; StateError for a state of another number of layers
   */
  forward(
    input: Floats,
    memory: Floats | undefined,
    options: DecoderOptions<readonly DecoderState[]> = {},
  ): SequenceResult<readonly DecoderState[]> {
    const { state: _, ...rest } = options;
    return forwardStack('TransformerDecoder', this, input, options, (layer, x, state) =>
      layer.forward(x, memory, { ...rest, ...state }),
    );
  }
}
