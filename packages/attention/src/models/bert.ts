import { ArgumentError, checkInteger, checkNumber, checkOptions } from '@ostinato/base';
import { constantInitializer, dropout, LayerNorm, Linear, normalInitializer } from '@ostinato/nn';
import type { SequenceOptions } from '@ostinato/sequence';
import {
  add,
  arange,
  checkGenerator,
  embedding,
  gelu,
  parameter,
  type RandomGenerator,
  reshape,
  slice,
  tanh,
  type Tensor,
  tidy,
} from '@ostinato/tensor';
import { selfAttend } from '../heads/self-attend.ts';
import { everything } from '../masks/mask.ts';
import { type AttentionTrace, attentionTrace, ofLayer } from '../transformer/attention-trace.ts';
import { enterSequence } from '../transformer/enter-sequence.ts';
import { checkIds } from './gpt.ts';
import type { WeightTable } from './weight-table.ts';

type Floats = Tensor<'float32'>;

/** Options of `BERT`. */
export interface BERTOptions {
  /** Number of token ids. */
  readonly vocabSize: number;
  /** Features of a step; a multiple of `numHeads`. */
  readonly hiddenSize: number;
  /** Layers. */
  readonly numLayers: number;
  /** Heads of attention. */
  readonly numHeads: number;
  /** Features between the two feed-forward layers. Default `4 hiddenSize`. */
  readonly intermediateSize?: number;
  /** Most steps. Default 512. */
  readonly maxPositions?: number;
  /** Kinds of segments. Default 2. */
  readonly typeVocabSize?: number;
  /** Dropout, in training. Default 0.1. */
  readonly dropout?: number;
  /** Where the initial values come from. Default: the default generator. */
  readonly generator?: RandomGenerator;
}

/** Options of `BERT.forward`. */
export interface BERTForwardOptions extends Pick<SequenceOptions<never>, 'lengths' | 'mask' | 'trace'> {
  /** Which segment each step belongs to, in the shape of the ids. Default: the first. */
  readonly tokenTypes?: Tensor<'int32'>;
}

/** What `BERT` gives. */
export interface BERTResult {
  /** `[batch, steps, hiddenSize]`; zero where there is padding. */
  readonly output: Floats;
  /** What the first step says of the whole, `[batch, hiddenSize]`. */
  readonly pooled: Floats;
  /** `attentionL0 [batch, heads, queries, keys]`..., when it was asked for. */
  readonly trace?: Readonly<Record<string, Tensor>>;
}

/** Makes the parts of a model, whose linear layers start normal with deviation 0.02 and biases 0. */
class Parts {
  readonly #generator: RandomGenerator | undefined;

  constructor(generator: RandomGenerator | undefined) {
    this.#generator = generator;
  }

  table(rows: number, cols: number): WeightTable {
    return { weight: parameter(normalInitializer(0, 0.02)([rows, cols], this.#generator)) };
  }

  linear(inFeatures: number, outFeatures: number): Linear {
    const layer = new Linear({ inFeatures, outFeatures, ...(this.#generator && { generator: this.#generator }) });
    const before = [layer.weight, layer.bias!];
    const bias = parameter(constantInitializer(0)([outFeatures]));
    Object.assign(layer, { ...this.table(outFeatures, inFeatures), bias });
    for (const each of before) each.dispose();
    return layer;
  }
}

const norm = (features: number) => new LayerNorm({ normalizedShape: features, eps: 1e-12 });

/** The sum of three tables, normalized. */
class Embeddings {
  static readonly stateDictNames: Readonly<Record<string, string>> = { layerNorm: 'LayerNorm' };
  readonly wordEmbeddings: WeightTable;
  readonly positionEmbeddings: WeightTable;
  readonly tokenTypeEmbeddings: WeightTable;
  readonly layerNorm: LayerNorm;

  constructor(parts: Parts, words: number, positions: number, types: number, features: number) {
    this.wordEmbeddings = parts.table(words, features);
    this.positionEmbeddings = parts.table(positions, features);
    this.tokenTypeEmbeddings = parts.table(types, features);
    this.layerNorm = norm(features);
  }
}

/** A linear layer whose result is added to what came before, and normalized. */
class Output {
  static readonly stateDictNames: Readonly<Record<string, string>> = { layerNorm: 'LayerNorm' };
  readonly dense: Linear;
  readonly layerNorm: LayerNorm;

  constructor(parts: Parts, inFeatures: number, features: number) {
    this.dense = parts.linear(inFeatures, features);
    this.layerNorm = norm(features);
  }

  forward(x: Floats, before: Floats, p: number): Floats {
    return this.layerNorm.forward(add(dropout(this.dense.forward(x), p), before));
  }
}

/** A layer under the names of BERT. */
class Layer {
  readonly attention: {
    readonly self: { readonly query: Linear; readonly key: Linear; readonly value: Linear };
    readonly output: Output;
  };
  readonly intermediate: { readonly dense: Linear };
  readonly output: Output;

  constructor(parts: Parts, features: number, hidden: number) {
    const square = () => parts.linear(features, features);
    this.attention = {
      self: { query: square(), key: square(), value: square() },
      output: new Output(parts, features, features),
    };
    this.intermediate = { dense: parts.linear(features, hidden) };
    this.output = new Output(parts, hidden, features);
  }
}

/**
 * An encoder as BERT (Devlin et al. 2019): post-norm layers of attention in both directions. Ids `[batch, steps]` to features. Places count
 * padding, as Hugging Face's do: pad at the end. State dict: Hugging Face's `BertModel`, `embeddings.word_embeddings.weight`, `encoder.layer.0.attention.self.query.weight`..., `pooler.dense.weight`.
 */
export class BERT {
  /** Tables of words, positions and segments. */
  readonly embeddings: object;
  /** The layers. */
  readonly encoder: object;
  /** What is said of the whole. */
  readonly pooler: object;
  readonly #parts: { readonly embeddings: Embeddings; readonly layers: readonly Layer[]; readonly dense: Linear };
  readonly #heads: number;
  readonly #dropout: number;

  /** @throws ArgumentError */
  constructor(options: BERTOptions) {
    checkOptions('BERT', options, [
      ...['vocabSize', 'hiddenSize', 'numLayers', 'numHeads', 'intermediateSize', 'maxPositions', 'typeVocabSize'],
      ...['dropout', 'generator'],
    ]);
    const { vocabSize, hiddenSize, numLayers, numHeads, maxPositions = 512, typeVocabSize = 2 } = options;
    checkInteger('BERT', 'hiddenSize', hiddenSize, { min: 1 });
    const { intermediateSize = 4 * hiddenSize } = options;
    for (const [name, size] of Object.entries({
      vocabSize,
      numLayers,
      numHeads,
      intermediateSize,
      maxPositions,
      typeVocabSize,
    }))
      checkInteger('BERT', name, size, { min: 1 });
    if (hiddenSize % numHeads !== 0)
      throw new ArgumentError(`BERT: hiddenSize must be a multiple of numHeads, got ${hiddenSize} and ${numHeads}.`);
    this.#dropout = checkNumber('BERT', 'dropout', options.dropout ?? 0.1, { min: 0, max: 1 });
    this.#heads = numHeads;
    checkGenerator('BERT', options.generator);
    const parts = new Parts(options.generator);
    const embeddings = new Embeddings(parts, vocabSize, maxPositions, typeVocabSize, hiddenSize);
    const layers = Array.from({ length: numLayers }, () => new Layer(parts, hiddenSize, intermediateSize));
    const dense = parts.linear(hiddenSize, hiddenSize);
    this.#parts = { embeddings, layers, dense };
    this.embeddings = embeddings;
    this.encoder = { layer: layers };
    this.pooler = { dense };
  }

  /**
   * Ids `[batch, steps]` to features `[batch, steps, hiddenSize]` and a summary `[batch, hiddenSize]`.
   * @throws ShapeError, DTypeError, ArgumentError; IndexError for an id or a place beyond its table
   */
  forward(ids: Tensor<'int32'>, options: BERTForwardOptions = {}): BERTResult {
    const where = 'BERT.forward';
    checkIds(where, ids);
    const { wordEmbeddings, positionEmbeddings, tokenTypeEmbeddings, layerNorm } = this.#parts.embeddings;
    const { tokenTypes, trace: traced = false } = options;
    if (tokenTypes !== undefined) checkIds(where, tokenTypes);
    return tidy(() => {
      const features = layerNorm.weight!.shape[0]!;
      const words = embedding(wordEmbeddings.weight, ids);
      const { x, keep, leave } = enterSequence(where, words, features, options, ['tokenTypes']);
      const places = embedding(positionEmbeddings.weight, arange(x.shape[1]!, { backend: x.backend }));
      const kind = tokenTypes
        ? embedding(tokenTypeEmbeddings.weight, tokenTypes)
        : slice(tokenTypeEmbeddings.weight, 0, 0, 1);
      let stream = dropout(layerNorm.forward(add(add(x, kind), places)), this.#dropout);
      let trace: AttentionTrace = {};
      this.#parts.layers.forEach((layer, i) => {
        const result = this.#layer(layer, stream, keep, traced);
        stream = result.output;
        trace = { ...trace, ...ofLayer(result.trace, i) };
      });
      const first = reshape(slice(stream, 1, 0, 1), [x.shape[0]!, features]);
      return { output: leave(stream), pooled: tanh(this.#parts.dense.forward(first)), ...(traced && { trace }) };
    });
  }

  #layer({ attention, intermediate, output }: Layer, x: Floats, keep: Tensor<'bool'> | undefined, traced: boolean) {
    const [batch, steps, features] = x.shape as [number, number, number];
    const size = features / this.#heads;
    const heads = (layer: Linear) => reshape(layer.forward(x), [batch, steps, this.#heads, size]);
    const { query, key, value } = attention.self;
    const { context, weights } = selfAttend(
      { q: heads(query), k: heads(key), v: heads(value) },
      {
        ...{ where: 'BERT.forward', mask: everything, keep, isPrefix: true },
        ...{ scale: 1 / Math.sqrt(size), dropout: this.#dropout, needWeights: traced },
      },
    );
    const attended = attention.output.forward(reshape(context, [batch, steps, features]), x, this.#dropout);
    const fed = output.forward(gelu(intermediate.dense.forward(attended)), attended, this.#dropout);
    return { output: fed, ...(traced && { trace: attentionTrace(weights!, keep) }) };
  }
}
