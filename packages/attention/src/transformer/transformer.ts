import { ArgumentError, checkInteger, checkOptions } from '@ostinato/base';
import { type Linear, xavierUniformInitializer } from '@ostinato/nn';
import { parameter, type RandomGenerator, type Tensor, tidy } from '@ostinato/tensor';
import { checkMask, type Mask } from '../masks/mask.ts';
import { layerPlan, type TransformerLayerOptions } from './layer-options.ts';
import { makeNorm } from './norm-kind.ts';
import { TransformerDecoder } from './transformer-decoder.ts';
import { TransformerDecoderLayer } from './transformer-decoder-layer.ts';
import { TransformerEncoder } from './transformer-encoder.ts';
import { TransformerEncoderLayer } from './transformer-encoder-layer.ts';

type Floats = Tensor<'float32'>;

/** Options of `Transformer`: those of its layers, and how many there are. */
export interface TransformerOptions extends Omit<TransformerLayerOptions, 'mask'> {
  /** Layers of the encoder. Default 6. */
  readonly numEncoderLayers?: number;
  /** Layers of the decoder. Default 6. */
  readonly numDecoderLayers?: number;
}

/** Options of `Transformer.forward`. */
export interface TransformerForwardOptions {
  /** What steps of the source see of each other. Default: everything. */
  readonly sourceMask?: Mask;
  /** What steps of the target see of each other; `causal()` for most tasks, as in torch not by itself. Default: everything. */
  readonly targetMask?: Mask;
  /** What steps of the target see of the source. Default: everything. */
  readonly memoryMask?: Mask;
}

/**
 * Encoder and decoder with a norm behind each (Vaswani et al. 2017), as `torch.nn.Transformer`. State dict: torch's,
 * `encoder.layers.0.self_attn.in_proj_weight`, `decoder.norm.weight`... Matrices start Xavier uniform, as torch's.
 */
export class Transformer {
  /** Makes the memory. */
  readonly encoder: TransformerEncoder;
  /** Attends to it. */
  readonly decoder: TransformerDecoder;

  /** @throws ArgumentError */
  constructor(options: TransformerOptions) {
    const where = 'Transformer';
    const own = ['numEncoderLayers', 'numDecoderLayers'];
    const { mask: _, ...plan } = layerPlan(where, options, own);
    if ('mask' in options)
      throw new ArgumentError(
        `${where}: unknown option "mask". Masks belong to forward: sourceMask, targetMask, memoryMask.`,
      );
    const { numEncoderLayers = 6, numDecoderLayers = 6 } = options;
    checkInteger(where, 'numEncoderLayers', numEncoderLayers, { min: 1 });
    checkInteger(where, 'numDecoderLayers', numDecoderLayers, { min: 1 });
    const norm = () => makeNorm(plan.norm, plan.dModel, plan.layerNormEps, plan.bias);
    const some = <L>(count: number, make: () => L) => Array.from({ length: count }, make);
    const encoders = some(numEncoderLayers, () => new TransformerEncoderLayer(plan));
    const decoders = some(numDecoderLayers, () => new TransformerDecoderLayer(plan));
    for (const layer of [...encoders, ...decoders])
      for (const linear of linearsOf(layer)) startEven(linear, plan.generator);
    this.encoder = new TransformerEncoder({ layers: encoders, norm: norm() });
    this.decoder = new TransformerDecoder({ layers: decoders, norm: norm() });
  }

  /**
   * `source [batch, sourceSteps, dModel]` and `target [batch, steps, dModel]` to `[batch, steps, dModel]`.
   * @throws ShapeError, ArgumentError
   */
  forward(source: Floats, target: Floats, options: TransformerForwardOptions = {}): Floats {
    const where = 'Transformer.forward';
    checkOptions(where, options, ['sourceMask', 'targetMask', 'memoryMask']);
    const [attention, own, memoryMask] = (['sourceMask', 'targetMask', 'memoryMask'] as const).map((name) =>
      checkMask(where, name, options[name]),
    ) as [Mask, Mask, Mask];
    return tidy(() => {
      const { output: memory } = this.encoder.forward(source, { attention });
      return this.decoder.forward(target, memory, { attention: own, memoryMask }).output;
    });
  }
}

function linearsOf(layer: TransformerEncoderLayer | TransformerDecoderLayer): Linear[] {
  const cross = layer instanceof TransformerDecoderLayer ? [layer.multiheadAttn.outProj] : [];
  return [layer.selfAttn.outProj, ...cross, layer.linear1, layer.linear2];
}

/** Gives a layer a weight that starts Xavier uniform; the one before was never drawn. */
function startEven(linear: Linear, generator: RandomGenerator | undefined): void {
  const before = linear.weight;
  Object.assign(linear, { weight: parameter(xavierUniformInitializer()(before.shape, generator)) });
  before.dispose();
}
