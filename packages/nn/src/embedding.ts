import { checkInteger, checkOptions } from '@ostinato/base';
import {
  checkGenerator,
  embedding,
  type InitialValue,
  parameter,
  type Parameter,
  type RandomGenerator,
  type Tensor,
} from '@ostinato/tensor';
import { checkBoolean } from './check-layer.ts';
import { normalInitializer } from './basic-initializers.ts';

/** Options of `Embedding`. */
export interface EmbeddingOptions {
  /** Number of rows: ids are 0 to `numEmbeddings - 1`. */
  readonly numEmbeddings: number;
  /** Features of each row. */
  readonly embeddingDim: number;
  /** An id whose row starts at zero and gets no gradient; negative counts from the end. Default: none. */
  readonly paddingIndex?: number;
  /** Whether the gradient of a row is divided by how often its id occurs. Default `false`. */
  readonly scaleGradByFreq?: boolean;
  /** Where the initial values come from. Default: the default generator. */
  readonly generator?: RandomGenerator;
}

/**
 * A table of vectors: ids `[...]` to `[..., embeddingDim]`. Starts standard normal, as torch.
 * State dict: `weight [numEmbeddings, embeddingDim]`.
 */
export class Embedding {
  /** One row an id, `[numEmbeddings, embeddingDim]`. */
  readonly weight: Parameter;
  readonly #paddingIndex: number | undefined;
  readonly #scaleGradByFreq: boolean;

  /** @throws ArgumentError */
  constructor(options: EmbeddingOptions) {
    checkOptions('Embedding', options, [
      'numEmbeddings',
      'embeddingDim',
      'paddingIndex',
      'scaleGradByFreq',
      'generator',
    ]);
    const { numEmbeddings, embeddingDim, paddingIndex, scaleGradByFreq = false, generator } = options;
    checkInteger('Embedding', 'numEmbeddings', numEmbeddings, { min: 1 });
    checkInteger('Embedding', 'embeddingDim', embeddingDim, { min: 1 });
    if (paddingIndex !== undefined) {
      checkInteger('Embedding', 'paddingIndex', paddingIndex, { min: -numEmbeddings, below: numEmbeddings });
      this.#paddingIndex = paddingIndex < 0 ? paddingIndex + numEmbeddings : paddingIndex;
    }
    this.#scaleGradByFreq = checkBoolean('Embedding', 'scaleGradByFreq', scaleGradByFreq);
    checkGenerator('Embedding', generator);
    const initial = normalInitializer()([numEmbeddings, embeddingDim], generator);
    this.weight = parameter(this.#paddingIndex === undefined ? initial : withZeroRow(initial, this.#paddingIndex));
  }

  /**
   * Ids `[...]` to their rows `[..., embeddingDim]`.
   * @throws IndexError naming the id, its position and the valid range
   */
  forward(ids: Tensor<'int32'>): Tensor<'float32'> {
    return embedding(this.weight, ids, {
      ...(this.#paddingIndex !== undefined && { paddingIndex: this.#paddingIndex }),
      scaleGradByFreq: this.#scaleGradByFreq,
    });
  }
}

function withZeroRow({ shape, draw }: InitialValue, row: number): InitialValue {
  const cols = shape[1]!;
  return { shape, draw: (uniform) => draw(uniform).fill(0, row * cols, (row + 1) * cols) };
}
