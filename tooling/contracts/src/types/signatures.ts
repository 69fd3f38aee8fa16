/** Signatures of functions by export name, in the language of `parseSignature`; of a class that of its constructor, `Class.method` of a method. */
export type Signatures = Readonly<Record<string, string>>;

const each = (names: string, signature: string): Record<string, string> =>
  Object.fromEntries(names.split(' ').map((name) => [name, signature]));

const unary =
  'abs atan ceil cos cosh erf exp expm1 floor log log1p neg reciprocal relu round rsqrt sigmoid sign sin sinh sqrt square tanh ' +
  'relu6 hardSigmoid hardSwish selu silu mish softsign tanhShrink logSigmoid';
const creation = 'options?{dtype:dtype, backend:backend}';

/** Exports of `@ostinato/tensor`. */
export const tensorSignatures: Signatures = {
  ...each(unary, 'x:float'),
  ...each('add sub mul div pow maximum minimum', 'a:operand b:operand'),
  atan2: 'y:operand x:operand',
  ...each('equal greater greaterEqual less lessEqual notEqual', 'a:operand b:operand'),
  ...each('logicalAnd logicalOr logicalXor', 'a:mask b:mask'),
  logicalNot: 'x:mask',
  ...each('leakyRelu', 'x:float slope:number?'),
  ...each('hardtanh clip', 'x:float min:number? max:number?'),
  ...each('softShrink hardShrink', 'x:float lambda:number?'),
  ...each('elu celu', 'x:float alpha:number?'),
  gelu: 'x:float options?{approximate:choice}',
  softplus: 'x:float options?{beta:number, threshold:number}',
  ...each('softmax logSoftmax cumsum cumprod glu', 'x:float axis:axis?'),
  ...each('sum mean max min prod logSumExp', 'x:float axes:axes? options?{keepDims:flag}'),
  ...each('any all', 'x:mask axes:axes? options?{keepDims:flag}'),
  ...each('argmax argmin maxWithIndices minWithIndices', 'x:float axis:axis? options?{keepDims:flag}'),
  ...each('std variance', 'x:float axes:axes? options?{correction:number, keepDims:flag}'),
  norm: 'x:float axes:axes? options?{p:number, keepDims:flag}',
  normalize: 'x:float options?{p:number, axis:axis, eps:number}',
  cosineSimilarity: 'a:float b:float options?{axis:axis, eps:number}',
  ...each('argsort sort', 'x:float axis:axis? options?{descending:flag}'),
  topK: 'x:float k:integer options?{axis:axis, largest:flag}',
  ...each('zeros ones', `shape:shape ${creation}`),
  full: `shape:shape value:number ${creation}`,
  tensor: 'values:values options:creation?',
  arange: `count:integer ${creation}`,
  uniform: 'shape:shape options?{generator:generator, backend:backend}',
  normal: 'shape:shape options?{generator:generator, backend:backend}',
  bernoulli: 'shape:shape probability:number options?{generator:generator, backend:backend}',
  categorical: 'logits:float options?{generator:generator}',
  cast: 'x:float dtype:dtype',
  clone: 'x:float',
  detach: 'x:float',
  broadcastTo: 'x:float shape:shape',
  reshape: 'x:float shape:shape',
  flatten: 'x:float start:axis? end:axis?',
  squeeze: 'x:float axes:axes?',
  unsqueeze: 'x:float axis:axis',
  permute: 'x:float axes:axisList',
  transpose: 'x:float first:axis? second:axis?',
  slice: 'x:float axis:axis start:integer? end:integer? step:integer?',
  flip: 'x:float axes:axes?',
  roll: 'x:float shift:integer axis:axis?',
  ...each('concat stack', 'tensors:tensors axis:axis?'),
  unstack: 'x:float axis:axis?',
  split: 'x:float parts:parts axis:axis?',
  chunk: 'x:float count:two axis:axis?',
  tile: 'x:float repeats:counts',
  repeatInterleave: 'x:float repeats:integer axis:axis',
  pad: 'x:float padding:padding value:number?',
  unfold: 'x:float axis:axis size:integer options?{step:integer, dilation:integer}',
  ...each('tril triu', 'x:float diagonal:integer?'),
  where: 'condition:mask a:operand b:operand',
  maskedFill: 'x:float mask:mask value:number',
  ...each('takeAlongAxis gather', 'x:float index:int axis:axis?'),
  scatterAdd: 'x:float index:int source:float axis:axis?',
  indexAdd: 'x:float index:ids source:float axis:axis?',
  indexSelect: 'x:float index:ids axis:axis?',
  oneHot: 'index:int classes:two dtype:dtype?',
  bincount: 'x:int bins:two',
  embedding: 'weight:float ids:int options?{paddingIndex:integer, scaleGradByFreq:flag}',
  linear: 'x:float weight:float bias:row?',
  matmul: 'a:float b:float options?{transposeA:flag, transposeB:flag}',
  einsum: 'equation:equation operand:float operand:float',
  valueAndGrad: 'target:target fn:function',
  ...each('tidy inference', 'fn:function'),
  explain: 'fn:function options?{profile:flag}',
  training: 'options{generator:generator} fn:function',
  keep: 'tensor:float',
  setBackend: 'backend:backend',
  withBackend: 'backend:backend fn:function',
  compile: 'fn:function',
  refuseRecording: '',
  storageOf: 'x:float',
  tensorOfStorage: 'backend:backend storage:given shape:shape dtype:dtype',
  hostEffect: 'run:function',
  hostNumber: 'read:function',
  inspect: 'tensors:tensors see:function',
  scan: 'step:scanStep init:state xs:steps options?{lengths:lengths, mask:mask, reverse:flag, trace:flag}',
  checkLengths: 'where:given lengths:lengths batch:limit steps:limit',
  checkGenerator: 'where:given generator:generator?',
  manualSeed: 'seed:integer',
  RandomGenerator: 'seed:integer draws:integer?',
  parameter: 'value:float',
  buffer: 'value:float',
  ...each('namedParameters namedTensors', 'module:module'),
};

const reduction = 'reduction:choice';

/** Exports of `@ostinato/nn`. */
export const nnSignatures: Signatures = {
  ...each('mse mae', `prediction:float target:float options?{${reduction}}`),
  bce: `probability:float target:float options?{weight:float, ${reduction}}`,
  bceWithLogits: `logits:float target:float options?{weight:float, posWeight:float, ${reduction}}`,
  huber: `prediction:float target:float options?{delta:number, ${reduction}}`,
  smoothL1: `prediction:float target:float options?{beta:number, ${reduction}}`,
  kl: `logProbabilities:float target:float options?{logTarget:flag, ${reduction}}`,
  poissonNll: `prediction:float target:float options?{logInput:flag, full:flag, eps:number, ${reduction}}`,
  gaussianNll: `mean:float target:float variance:float options?{full:flag, eps:number, ${reduction}}`,
  cosineEmbedding: `a:float b:float target:row options?{margin:number, ${reduction}}`,
  tripletMargin: `anchor:float positive:float negative:float options?{margin:number, p:number, eps:number, swap:flag, ${reduction}}`,
  crossEntropy: `logits:float target:ids options?{weight:row, ignoreIndex:integer, labelSmoothing:number, ${reduction}}`,
  nll: `logProbabilities:float target:ids options?{weight:row, ignoreIndex:integer, ${reduction}}`,
  dropout: 'x:float p:number',
  Dropout: 'options?{p:number}',
  Linear: 'options{inFeatures:integer!, outFeatures:integer!, bias:flag, generator:generator}',
  Embedding:
    'options{numEmbeddings:integer!, embeddingDim:integer!, paddingIndex:axis, scaleGradByFreq:flag, generator:generator}',
  LayerNorm: 'options{normalizedShape:normalizedShape!, eps:number, elementwiseAffine:flag, bias:flag}',
  RMSNorm: 'options{normalizedShape:normalizedShape!, eps:number, elementwiseAffine:flag}',
  GroupNorm: 'options{numGroups:integer!, numChannels:integer!, eps:number, affine:flag}',
  Conv1d:
    'options{inChannels:integer!, outChannels:integer!, kernelSize:integer!, stride:integer, padding:paddingChoice, dilation:integer, groups:integer, bias:flag, generator:generator}',
  BatchNorm1d: 'options{numFeatures:integer!, eps:number, affine:flag, trackRunningStats:flag}',
  Sequential: 'layer:layer layer:layer',
  uniformInitializer: 'low:axis high:number',
  normalInitializer: 'mean:number? deviation:number?',
  constantInitializer: 'value:number',
  ...each('identityInitializer orthogonalInitializer xavierUniformInitializer xavierNormalInitializer', 'gain:number?'),
  ...each('kaimingUniformInitializer kaimingNormalInitializer', 'options?{slope:number, mode:choice}'),
  ...each('lecunUniformInitializer lecunNormalInitializer', ''),
  truncatedNormalInitializer: 'options?{mean:number, deviation:number, low:axis, high:two}',
  varianceScalingInitializer: 'options?{scale:number, mode:choice, distribution:choice}',
  ...each('parameters countParameters stateDict dispose', 'module:module'),
  loadStateDict: 'module:module values:stateValues',
  initialize: 'module:module initializers:initializers options?{generator:generator}',
};

const cell = 'inputSize:integer!, hiddenSize:integer!, bias:flag, generator:generator';
const recurrent = `${cell}, numLayers:integer, bidirectional:flag, dropout:number, timeMajor:flag`;

/** A cell with the options that all have. One with more gets a line below. */
export const cellSignature = `options{${cell}}`;

/** Exports of `@ostinato/cells`. */
export const cellSignatures: Signatures = {
  RNNCell: `options{${cell}, nonlinearity:choice}`,
  LSTMCell: `options{${cell}, projSize:axis}`,
  GRUCell: `options{${cell}, resetAfter:flag}`,
  RNN: `options{${recurrent}, nonlinearity:choice}`,
  LSTM: `options{${recurrent}, projSize:axis}`,
  GRU: `options{${recurrent}, resetAfter:flag}`,
  unroll: 'cell:cell options?{reverse:flag}',
  Zoneout: 'cell:cell options{rate:rate!}',
  RecurrentDropout: 'cell:cell options{p:number!, parts:names}',
  WeightDrop: 'cell:cell options{p:number!, weights:names}',
  Dilated: 'cell:cell options{dilation:integer!}',
  Bidirectional: 'forward:layerOrCell backward:layerOrCell options?{merge:choice}',
  Stacked: 'layers:layers options?{dropout:number}',
  Residual: 'layer:layerOrCell options?{mode:choice, generator:generator}',
  Normalized: 'layer:layerOrCell options?{position:choice, eps:number}',
  Reversed: 'layer:layerOrCell',
  VariationalDropout: 'layer:layerOrCell options{input:number, output:number}',
  FrameSkip: 'layer:layerOrCell options{every:integer!}',
  BatchNormLSTMCell: `options{${cell}, maxSteps:integer}`,
  ClockworkCell: `options{${cell}, periods:periods}`,
  ConvLSTMCell:
    'options{inputChannels:integer!, hiddenChannels:integer!, size:frame!, kernelSize:integer, bias:flag, generator:generator}',
  JordanCell: `options{${cell}, outputSize:integer!}`,
  PhasedLSTMCell: `options{${cell}, leak:number, timed:flag}`,
  QRNNCell: `options{${cell}, kernelSize:integer}`,
  RecurrentHighwayCell: `options{${cell}, depth:integer}`,
  OnnxRecurrentCell: `options{${cell}, kind:operator!, attributes:attributes}`,
  OnnxRecurrent: 'options{cells:cells!, layout:layout}',
  onnxActivations: 'names:idNames alphas:numbers? betas:numbers?',
  gatesInitializer: 'initializers:functions',
  chronoInitializer: 'maxSteps:many kind:choice?',
  forgetBiasInitializer: 'value:number?',
  irnnInitializers: 'scale:number?',
  gradientFlow: 'cell:cell input:sequence options?{loss:function, threshold:many}',
  isParallel: '',
};

const padding = 'lengths:lengths, mask:mask';
const layerSizes = 'dModel:two!, nhead:two!, dimFeedforward:integer, dropout:number';
const layerKinds =
  'activation:choice, layerNormEps:number, normFirst:flag, bias:flag, norm:choice, generator:generator';
const score = 'querySize:integer!, keySize:integer!';
const align = 'query:float keys:sequence';

/** Exports of `@ostinato/attention`. */
export const attentionSignatures: Signatures = {
  attention:
    'query:float key:float value:float options?{mask:attentionMask, scale:number, softcap:number, dropout:number, needWeights:flag}',
  causal: 'past:axis?',
  window: 'size:integer ahead:axis?',
  alibi: 'heads:integer',
  padding: 'lengths:lengths',
  keepWhere: 'keep:mask',
  scoreBias: 'bias:float',
  torchMask: 'attentionMask:float? keyPaddingMask:mask?',
  ...each('and or', 'masks:attentionMask masks:attentionMask'),
  relativeBias: 'table:buckets options?{bidirectional:flag, maxDistance:manyInteger}',
  SinusoidalPositions: 'options{features:two!, base:number}',
  RotaryPositions: 'options{features:two!, base:number, interleaved:flag}',
  RelativePositions: 'options{features:integer!, maxDistance:integer!, values:flag, generator:generator}',
  AddPositions: 'options{positions:layerOnly!, features:integer!}',
  ...each('dotScore scaledDotScore cosineScore', 'query:sequence keys:sequence'),
  GeneralScore: `options{${score}, generator:generator}`,
  ...each('AdditiveScore ConcatScore', `options{${score}, hiddenSize:integer!, generator:generator}`),
  LocationScore: `options{${score}, hiddenSize:integer!, channels:integer, kernelSize:integer, generator:generator}`,
  globalAttention: `score:score ${align} options?{values:sequence, mask:attentionMask}`,
  localAttention: `score:score ${align} center:centerOf options{values:sequence, mask:attentionMask, reach:integer!}`,
  monotonicAttention: `score:score ${align} options?{values:sequence, mask:attentionMask, previous:float, hard:flag}`,
  PredictiveAttention: 'options{score:score!, querySize:integer!, reach:integer!, generator:generator}',
  hopfieldRetrieve: 'states:sequence patterns:sequence options?{beta:number, updates:integer, mask:attentionMask}',
  MultiheadAttention:
    'options{embedDim:two!, numHeads:two!, dropout:number, bias:flag, addBiasKv:flag, addZeroAttn:flag, kdim:integer, vdim:integer, generator:generator}',
  GroupedQueryAttention:
    'options{embedDim:two!, numHeads:two!, numGroups:integer, positions:headPositions, mask:attentionMask, dropout:number, bias:flag, generator:generator}',
  LinearAttention: 'options{embedDim:two!, numHeads:two!, isCausal:flag, generator:generator}',
  ...each(
    'TransformerEncoderLayer TransformerDecoderLayer',
    `options{${layerSizes}, ${layerKinds}, mask:attentionMask}`,
  ),
  Transformer: `options{${layerSizes}, ${layerKinds}, numEncoderLayers:integer, numDecoderLayers:integer}`,
  TransformerEncoder: 'options{layers:sequenceLayers!, norm:layerOnly}',
  TransformerDecoder: 'options{layers:decoderLayers!, norm:layerOnly}',
  ResidualBlock:
    'options{mixer:layerOnly!, features:integer!, hiddenSize:integer, activation:choice, norm:choice, dropout:number, generator:generator}',
  GPT: 'options{vocabSize:integer!, contextLength:integer!, embedDim:two!, numHeads:two!, numLayers:integer!, dropout:number, bias:flag, tied:flag, generator:generator}',
  BERT: 'options{vocabSize:integer!, hiddenSize:two!, numLayers:integer!, numHeads:two!, intermediateSize:integer, maxPositions:integer, typeVocabSize:integer, dropout:number, generator:generator}',
  T5: 'options{vocabSize:integer!, dModel:integer!, dKv:integer!, dFf:integer!, numHeads:integer!, numLayers:integer!, numBuckets:manyInteger, gated:flag, dropout:number, generator:generator}',
  TCN: 'options{inputSize:integer!, channels:counts!, kernelSize:two, dropout:number, generator:generator}',
};

/** Exports of `@ostinato/sequence`. */
export const sequenceSignatures: Signatures = {
  heldOutput: 'output:sequence mask:mask',
  lastHidden: 'result:result',
  stream: 'layer:sequenceLayer options?{batch:two, timeMajor:flag}',
  ...each('toTimeMajor fromTimeMajor stepMask checkSequenceOptions isPacked manyToManyUnaligned', ''),
  maskPadding: `x:sequence options{${padding}}`,
  pool: `x:sequence how:pooling options?{${padding}}`,
  Pooled: 'layer:sequenceLayer how:pooling',
  forwardInChunks: `layer:sequenceLayer input:sequence options{chunk:integer!, ${padding}}`,
  packPadded: 'input:sequence lengths:lengths options?{timeMajor:flag}',
  padPacked: 'packed:packed options?{timeMajor:flag, paddingValue:number, steps:two}',
  forwardPacked: 'layer:sequenceLayer packed:packed options?{}',
  TimeDistributed: 'module:sequenceLayer',
  HierarchicalEncoder: 'encoders:encoders',
  padRagged: 'ragged:ragged options?{paddingValue:integer}',
  oneToOne: 'head:sequenceLayer',
  manyToOne: 'encoder:encoder head:sequenceLayer',
  manyToMany: 'layer:sequenceLayer head:stepHead',
  oneToMany: 'layer:sequenceLayer head:stepHead options{steps:integer!, feedback:flag}',
};

/** Exports of `@ostinato/data`. */
export const dataSignatures: Signatures = {
  'CharacterVocabulary.fromText': 'text:text options?{unknown:choice}',
  contiguousWindows: 'ids:tokens options{batch:two!, steps:two!}',
  shuffledWindows: 'ids:tokens options{batch:two!, steps:two!, seed:integer!, stride:integer}',
  repeat: 'source:source options?{epochs:integer, from:position}',
  splitTrainValidation: 'sequence:sequenceData options{validation:ratio!}',
};

/** Exports of `@ostinato/train` and `@ostinato/train/node`. */
export const trainSignatures: Signatures = {
  adam: 'options?{learningRate:number, betas:betas, epsilon:number, weightDecay:number, amsgrad:flag, maximize:flag}',
  adamW: 'options?{learningRate:number, betas:betas, epsilon:number, weightDecay:number, amsgrad:flag, maximize:flag}',
  cosineSchedule: 'options{peak:number!, steps:two!, warmup:axis, floor:axis}',
  followSchedule: 'optimizer:optimizer schedule:function',
  sgd: 'options{learningRate:number!, momentum:number, dampening:axis, weightDecay:number, nesterov:flag, maximize:flag}',
  groups: 'groups:groups',
  slotOptimizer: '',
  clipGradNorm: 'gradient:gradients maxNorm:number options?{normType:two}',
  clipGradValue: 'gradient:gradients clipValue:number',
  trainStep: 'model:module optimizer:optimizer loss:function options?{clipNorm:number, generator:generator}',
  fit: 'step:function data:iterable options?{epochs:integer, steps:integer, startStep:axis, callbacks:callbacks, signal:signal, onEvent:function}',
  encodeCheckpoint: 'state:trainState contents?{}',
  decodeCheckpoint: 'bytes:bytes',
  restore: 'state:trainState checkpoint:trainState options?{}',
  loadCheckpoint: 'path:text',
  saveCheckpoint: 'path:text state:trainState contents?{}',
  progressBar: 'options?{count:function, unit:text, bitsPer:text, interval:number}',
};

/** Exports of `@ostinato/decoding`. */
export const decodingSignatures: Signatures = {
  generate:
    'step:function prompt:prompt options{maxTokens:integer!, filters:filters, generator:generator, stop:stop, signal:signal}',
  generateAll:
    'step:function prompt:prompt options{maxTokens:integer!, filters:filters, generator:generator, stop:stop, signal:signal}',
  greedy: 'logits:logits',
  sample: 'logits:logits options?{filters:filters, generator:generator}',
  temperature: 'value:number',
  topK: 'k:integer',
  topP: 'p:number',
};

/** Exports of `@ostinato/safetensors`. */
export const safetensorsSignatures: Signatures = {
  decodeSafetensors: 'bytes:bytes',
  encodeSafetensors: 'tensors:entries metadata:metadata?',
};
