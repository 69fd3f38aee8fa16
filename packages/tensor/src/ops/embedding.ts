import { checkFlags, checkInteger, checkOptions } from '@ostinato/base';
import { differentiable } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { div, mul } from './binary.ts';
import { cast } from './cast.ts';
import { notEqual } from './compare.ts';
import { arange, ones } from './creation.ts';
import { indexSelect, scatterRows } from './index-select.ts';
import { checkTensor, viewTensor } from './make.ts';
import { maximum } from './maximum.ts';
import { reshape } from './reshape.ts';

type Floats = Tensor<'float32'>;

/** Options of `embedding`. */
export interface EmbeddingOpOptions {
  /** An id whose row gets no gradient. Default: none. */
  readonly paddingIndex?: number;
  /** Whether the gradient of a row is divided by how often its id occurs. Default `false`. */
  readonly scaleGradByFreq?: boolean;
}

/** Rows of `weight [numEmbeddings, embeddingDim]` by id, `[...]` to `[..., embeddingDim]`. @throws IndexError, DTypeError */
export function embedding(weight: Floats, ids: Tensor<'int32'>, options: EmbeddingOpOptions = {}): Floats {
  checkTensor('embedding', 'weight', weight, 'float32');
  checkOptions('embedding', options, ['paddingIndex', 'scaleGradByFreq']);
  const { paddingIndex, scaleGradByFreq = false } = options;
  checkTensor('embedding', 'weight', weight, 'float32');
  checkTensor('embedding', 'ids', ids, 'int32');
  checkFlags('embedding', { scaleGradByFreq });
  if (paddingIndex !== undefined) checkInteger('embedding', 'paddingIndex', paddingIndex);
  if (paddingIndex === undefined && !scaleGradByFreq) return indexSelect(weight, ids);
  return tidy(() => indexSelect(scaleGradient(weight, ids, paddingIndex, scaleGradByFreq), ids));
}

/** The weight itself, whose gradient is multiplied row by row: 0 for padding, 1 / count by frequency. */
function scaleGradient(
  weight: Floats,
  ids: Tensor<'int32'>,
  paddingIndex: number | undefined,
  byFrequency: boolean,
): Floats {
  return differentiable(
    'embedding',
    [weight],
    viewTensor(weight, weight.shape),
    [ids],
    [
      (g, [at]) => {
        const scaled = byFrequency ? div(g, maximum(occurrences(at, g.shape[0]!), 1)) : g;
        return paddingIndex === undefined ? scaled : mul(scaled, notPadding(g, paddingIndex));
      },
    ],
  );
}

/** How often each of `count` ids occurs, `[count, 1]`. */
function occurrences(ids: Tensor<'int32'>, count: number): Floats {
  return scatterRows(ones([ids.size, 1], { backend: ids.backend }), reshape(ids, [-1]), [count, 1]);
}

/** 0 in the row of the padding, 1 in the others, `[count, 1]`. */
function notPadding({ shape, backend }: Floats, paddingIndex: number): Floats {
  return reshape(cast(notEqual(arange(shape[0]!, { backend }), paddingIndex), 'float32'), [-1, 1]);
}
