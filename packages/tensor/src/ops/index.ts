/** Every op, written from the op table by `npm run ops`. */
export { all, any } from './any.ts';
export { argmax, argmin } from './argmax.ts';
export { atan2 } from './atan2.ts';
export { add, div, mul, sub } from './binary.ts';
export { bincount } from './bincount.ts';
export { broadcastTo } from './broadcast-to.ts';
export { cast } from './cast.ts';
export { categorical, type CategoricalOptions } from './categorical.ts';
export { chunk } from './chunk.ts';
export { clip } from './clip.ts';
export { clone } from './clone.ts';
export { equal, greater, greaterEqual, less, lessEqual, notEqual } from './compare.ts';
export { concat, split } from './concat.ts';
export { cosineSimilarity, type CosineSimilarityOptions } from './cosine-similarity.ts';
export { arange, full, ones, tensor, type CreationOptions, zeros } from './creation.ts';
export { cumprod } from './cumprod.ts';
export { cumsum } from './cumsum.ts';
export { detach } from './detach.ts';
export { einsum } from './einsum.ts';
export { embedding, type EmbeddingOpOptions } from './embedding.ts';
export { exp2 } from './exp2.ts';
export { gelu, type GeluOptions } from './gelu.ts';
export { glu } from './glu.ts';
export { indexAdd } from './index-add.ts';
export { indexSelect } from './index-select.ts';
export { linear } from './linear.ts';
export { logSumExp } from './log-sum-exp.ts';
export { logicalAnd, logicalNot, logicalOr, logicalXor } from './logical.ts';
export { maskedFill } from './masked-fill.ts';
export { matmul, type MatmulOptions } from './matmul.ts';
export { maxWithIndices, minWithIndices, type ValuesAndIndices } from './max-with-indices.ts';
export { max, min } from './max.ts';
export { maximum, minimum } from './maximum.ts';
export { mean } from './mean.ts';
export { norm, type NormOptions } from './norm.ts';
export { normalize, type NormalizeOptions } from './normalize.ts';
export { oneHot } from './one-hot.ts';
export { pad, type Padding } from './pad.ts';
export { permute, transpose } from './permute.ts';
export { hardShrink, hardSigmoid, hardSwish, hardtanh, leakyRelu, relu6, softShrink } from './piecewise-activations.ts';
export { pow } from './pow.ts';
export { prod } from './prod.ts';
export { bernoulli, normal, type RandomOptions, uniform } from './random.ts';
export { repeatInterleave } from './repeat-interleave.ts';
export { flatten, reshape, squeeze, unsqueeze } from './reshape.ts';
export { roll } from './roll.ts';
export { scatterAdd } from './scatter-add.ts';
export { flip, slice } from './slice.ts';
export { celu, elu, logSigmoid, mish, selu, silu, softsign, tanhShrink } from './smooth-activations.ts';
export { logSoftmax, softmax } from './softmax.ts';
export { softplus, type SoftplusOptions } from './softplus.ts';
export { argsort, sort, type SortOptions } from './sort.ts';
export { stack, unstack } from './stack.ts';
export { sum, type ReductionOptions } from './sum.ts';
export { takeAlongAxis } from './take-along-axis.ts';
export { tile } from './tile.ts';
export { topK, type TopKOptions } from './top-k.ts';
export { tril, triu } from './tril.ts';
export {
  abs,
  atan,
  ceil,
  cos,
  cosh,
  erf,
  exp,
  expm1,
  floor,
  log,
  log1p,
  neg,
  reciprocal,
  relu,
  round,
  rsqrt,
  sigmoid,
  sign,
  sin,
  sinh,
  sqrt,
  square,
  tanh,
} from './unary.ts';
export { type UnfoldOptions, unfold } from './unfold.ts';
export { std, type VarianceOptions, variance } from './variance.ts';
export { where } from './where.ts';
