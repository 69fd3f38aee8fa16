import { ArgumentError, checkOptions, describe, StateError, typeError } from '@ostinato/base';
import type { LayerNorm, RMSNorm } from '@ostinato/nn';
import type { SequenceResult } from '@ostinato/sequence';
import { type Tensor, tidy } from '@ostinato/tensor';
import { type AttentionTrace, ofLayer } from './attention-trace.ts';
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
    if (layers.length === 0) throw new ArgumentError('TransformerDecoder: layers must hold at least one layer.');
    if (norm !== undefined && typeof (norm as Partial<LayerNorm> | null)?.forward !== 'function')
      throw typeError('TransformerDecoder', 'norm', 'a layer with a forward method', norm);
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
    const { state, ...rest } = options;
    if (state !== undefined && (!Array.isArray(state) || state.length !== this.layers.length))
      throw new StateError(
        `TransformerDecoder.forward: state must hold the states of ${this.layers.length} layers, got ${Array.isArray(state) ? state.length : describe(state)}.`,
      );
    return tidy(() => {
      let output = input;
      let trace: AttentionTrace = {};
      const states = this.layers.map((layer, i) => {
        const result = layer.forward(output, memory, { ...rest, ...(state && { state: state[i]! }) });
        output = result.output;
        trace = { ...trace, ...ofLayer(result.trace, i) };
        return result.state;
      });
      return {
        output: this.norm === undefined ? output : this.norm.forward(output),
        state: states,
        ...(options.trace === true && { trace }),
      };
    });
  }
}
