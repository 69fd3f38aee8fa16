import { opTable } from '@ostinato/tensor/testing';
import { attentionLines } from './attention-names.ts';
import { namesOfOurOwn } from './names-of-our-own.ts';

/** One line of the table: what torch calls it, where Ostinato has it and under which name, and how it differs. */
export interface TorchName {
  readonly torch: string;
  readonly package: string;
  /** An export, or `Export.member`. */
  readonly name: string;
  readonly difference: string;
}

/** Part of the table under a heading. */
export interface Section {
  readonly title: string;
  readonly rows: readonly TorchName[];
}

/** Lines of one package: `[torch, name, difference]`. */
function rows(
  from: string,
  ...lines: readonly (readonly [torch: string, name: string, difference?: string])[]
): TorchName[] {
  return lines.map(([torch, name, difference = '']) => ({ torch, package: from, name, difference }));
}

/** `logicalAnd` to `logical_and`. */
const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Functions of `tensor` that are called the same, or the same in camelCase. */
function alike(prefix: string, names: string): TorchName[] {
  return rows('tensor', ...names.split(' ').map((name) => [prefix + snakeCase(name), name] as const));
}

const pointwise: TorchName[] = [
  ...alike(
    'torch.',
    'abs add atan atan2 ceil cos cosh div erf exp expm1 floor log log1p maximum minimum mul neg pow reciprocal',
  ),
  ...alike('torch.', 'rsqrt sigmoid sign sin sinh sqrt square sub tanh logicalAnd logicalNot logicalOr logicalXor'),
  ...rows(
    'tensor',
    ['torch.round', 'round', 'halves go to the even neighbor, as in torch'],
    ['torch.clamp', 'clip'],
    ['torch.eq', 'equal', '`torch.equal` is one boolean; this compares elements'],
    ['torch.ne', 'notEqual'],
    ['torch.lt', 'less'],
    ['torch.le', 'lessEqual'],
    ['torch.gt', 'greater'],
    ['torch.ge', 'greaterEqual'],
    ['torch.where', 'where', 'always three arguments; no gradient reaches what was not chosen'],
    ['Tensor.masked_fill', 'maskedFill'],
    ['Tensor.to(dtype)', 'cast', 'float32, int32 and bool only; nothing is promoted, mixing dtypes throws'],
  ),
];

const activations: TorchName[] = [
  ...alike('F.', 'relu relu6 elu celu selu gelu silu mish softplus softsign hardtanh'),
  ...rows(
    'tensor',
    ['F.leaky_relu', 'leakyRelu'],
    ['F.logsigmoid', 'logSigmoid'],
    ['F.hardsigmoid', 'hardSigmoid'],
    ['F.hardswish', 'hardSwish'],
    ['F.softshrink', 'softShrink'],
    ['F.hardshrink', 'hardShrink'],
    ['F.tanhshrink', 'tanhShrink'],
    ['F.softmax', 'softmax', 'axis is the last by default'],
    ['F.log_softmax', 'logSoftmax', 'axis is the last by default'],
    ['F.glu', 'glu'],
  ),
];

const reductions: TorchName[] = [
  ...alike('torch.', 'sum mean prod any all'),
  ...rows(
    'tensor',
    ['torch.amax', 'max', 'equal maxima share the gradient'],
    ['torch.amin', 'min', 'equal minima share the gradient'],
    ['torch.max(dim)', 'maxWithIndices', 'the first of equals; `{ values, indices }`'],
    ['torch.min(dim)', 'minWithIndices', 'the first of equals; `{ values, indices }`'],
    ['torch.argmax', 'argmax', 'int32; the first of equals'],
    ['torch.argmin', 'argmin', 'int32; the first of equals'],
    ['torch.var', 'variance', '`correction` 1 by default, as in torch'],
    ['torch.std', 'std', 'its gradient is 0, not NaN, where the variance is 0'],
    ['torch.logsumexp', 'logSumExp', 'all axes by default'],
    ['torch.linalg.vector_norm', 'norm', 'its gradient is 0, not NaN, at 0'],
    ['F.normalize', 'normalize', 'axis is the last by default (torch: 1)'],
    ['F.cosine_similarity', 'cosineSimilarity', 'axis is the last by default (torch: 1)'],
    ['torch.cumsum', 'cumsum', 'axis is the last by default'],
    ['torch.cumprod', 'cumprod', 'axis is the last by default'],
    ['torch.bincount', 'bincount', 'the number of bins is given; a value beyond throws'],
  ),
];

const shapes: TorchName[] = rows(
  'tensor',
  ['torch.reshape, Tensor.view', 'reshape'],
  ['torch.permute', 'permute'],
  ['torch.transpose, Tensor.mT', 'transpose', 'the last two axes by default'],
  ['torch.squeeze', 'squeeze', 'a named axis must have size 1'],
  ['torch.unsqueeze', 'unsqueeze'],
  ['torch.flatten', 'flatten'],
  ['Tensor.expand', 'broadcastTo', 'whole shape, no -1'],
  ['torch.cat', 'concat', 'axis is the last by default (torch: the first)'],
  ['torch.stack', 'stack'],
  ['torch.unbind', 'unstack'],
  ['torch.split', 'split', 'a number is how many equal parts, not their size; axis is the last by default'],
  ['torch.chunk', 'chunk'],
  ['x[:, a:b:c]', 'slice', 'one axis; `indexSelect` for a list of places'],
  ['torch.flip', 'flip', 'all axes by default'],
  ['torch.roll', 'roll'],
  ['torch.tile, Tensor.repeat', 'tile', 'one count for each axis'],
  ['torch.repeat_interleave', 'repeatInterleave', 'one count; the axis is given'],
  ['F.pad', 'pad', '`[before, after]` of each axis from the first on (torch: flat, from the last)'],
  ['Tensor.unfold', 'unfold', 'also takes a dilation'],
  ['torch.tril', 'tril'],
  ['torch.triu', 'triu'],
);

const selection: TorchName[] = rows(
  'tensor',
  ['torch.gather', 'gather', 'axis is the last by default; other axes must agree; a bad index throws `IndexError`'],
  ['torch.take_along_dim', 'takeAlongAxis', 'the same function as `gather`'],
  ['torch.index_select', 'indexSelect', 'the index may have any shape'],
  ['torch.scatter_add', 'scatterAdd', 'new tensor; axis is the last by default'],
  ['torch.index_add', 'indexAdd', 'new tensor'],
  ['F.one_hot', 'oneHot', 'the number of classes is given'],
  ['torch.sort', 'sort', 'stable; `{ values, indices }`'],
  ['torch.argsort', 'argsort', 'stable'],
  ['torch.topk', 'topK', '`{ values, indices }`; always sorted'],
  ['F.embedding', 'embedding', '`paddingIndex` for `padding_idx`'],
);

const products: TorchName[] = rows(
  'tensor',
  ['torch.matmul', 'matmul', 'operands can be transposed in place by options'],
  ['torch.einsum', 'einsum'],
  ['F.linear', 'linear'],
);

const making: TorchName[] = rows(
  'tensor',
  ['torch.tensor, torch.from_numpy', 'tensor', '`tensor(values, shape, options)` for flat values; float32 unless told'],
  ['torch.Tensor', 'Tensor', 'immutable; no methods but reading and disposing'],
  ['torch.zeros', 'zeros'],
  ['torch.ones', 'ones'],
  ['torch.full', 'full'],
  ['torch.arange', 'arange', 'from 0 in steps of 1; int32'],
  ['torch.rand', 'uniform', 'the same bits on every backend, not those of torch'],
  ['torch.randn', 'normal', 'the same bits on every backend, not those of torch'],
  ['torch.bernoulli', 'bernoulli', 'shape and one probability; gives bool'],
  ['torch.distributions.Categorical', 'categorical', 'logits in, int32 out'],
  ['torch.multinomial', 'categorical', 'logits, not probabilities; one draw a row'],
  ['Tensor.numpy', 'Tensor.data', '`await`; `dataSync` where the host can read at once'],
  ['Tensor.item', 'Tensor.item', '`await`'],
  ['Tensor.tolist', 'Tensor.toArray', '`await`'],
  ['torch.Generator', 'RandomGenerator', 'seed and counter are its whole state'],
  ['torch.manual_seed', 'manualSeed'],
  ['torch.default_generator', 'defaultGenerator'],
  ['torch.set_default_device', 'setBackend', 'needed once before the first tensor'],
  ['torch.get_default_device', 'getBackend'],
  ['with torch.device(...)', 'withBackend'],
  ['torch.compile', 'compile'],
);

const gradients: TorchName[] = rows(
  'tensor',
  [
    'loss.backward(), torch.autograd.grad',
    'valueAndGrad',
    'runs the function once, returns `{ value, gradients, aux }`; nothing accumulates, so there is no `zero_grad`',
  ],
  ['torch.no_grad', 'inference', 'nothing is recorded outside `valueAndGrad` anyway; this switches training off'],
  ['Module.train()', 'training', 'a scope, not a flag: layers are in inference mode outside it'],
  ['Module.eval()', 'inference', 'the default'],
  ['Module.training', 'trainingGenerator', '`undefined` outside `training`'],
  ['Tensor.clone', 'clone'],
  ['Tensor.detach', 'detach'],
  ['nn.Parameter', 'parameter', '`trainable` for `requires_grad`'],
  ['nn.parameter.Parameter (the type)', 'Parameter', '`assign` instead of in-place ops'],
  ['Module.register_buffer', 'buffer'],
  ['nn.Buffer', 'Buffer'],
  ['Module.named_parameters', 'namedParameters', 'any object is a module; a Map by key; a tied one once'],
  ['Module.named_buffers', 'namedTensors', 'parameters and buffers'],
);

const modules: TorchName[] = rows(
  'nn',
  ['nn.Linear(in_features, out_features, bias)', 'Linear'],
  [
    'nn.Embedding(num_embeddings, embedding_dim, padding_idx, scale_grad_by_freq)',
    'Embedding',
    'no `max_norm`, no sparse gradients',
  ],
  ['nn.LayerNorm(normalized_shape, eps, elementwise_affine, bias)', 'LayerNorm'],
  ['nn.RMSNorm(normalized_shape, eps, elementwise_affine)', 'RMSNorm'],
  ['nn.GroupNorm(num_groups, num_channels, eps, affine)', 'GroupNorm'],
  ['nn.BatchNorm1d(num_features, eps, momentum, affine, track_running_stats)', 'BatchNorm1d'],
  [
    'nn.Conv1d(in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias)',
    'Conv1d',
    '`padding: causal` pads the past only',
  ],
  ['nn.Dropout(p)', 'Dropout', 'acts inside `training` only'],
  ['F.dropout', 'dropout', 'acts inside `training` only'],
  ['nn.Sequential', 'Sequential', 'functions such as `relu` are layers'],
  ['Module.parameters', 'parameters'],
  ['Module.state_dict', 'stateDict', "a Map with torch's keys and shapes; the live boxes"],
  ['Module.load_state_dict', 'loadStateDict', 'strict, all or nothing'],
  ['sum(p.numel() for p in m.parameters())', 'countParameters'],
  ['nn.init.uniform_', 'uniformInitializer', 'initializers make values, they do not write into tensors'],
  ['nn.init.normal_', 'normalInitializer'],
  ['nn.init.constant_', 'constantInitializer'],
  ['nn.init.eye_', 'identityInitializer'],
  ['nn.init.orthogonal_', 'orthogonalInitializer'],
  ['nn.init.trunc_normal_', 'truncatedNormalInitializer'],
  ['nn.init.xavier_uniform_', 'xavierUniformInitializer'],
  ['nn.init.xavier_normal_', 'xavierNormalInitializer'],
  ['nn.init.kaiming_uniform_', 'kaimingUniformInitializer', '`slope` for `a`'],
  ['nn.init.kaiming_normal_', 'kaimingNormalInitializer', '`slope` for `a`'],
);

const recurrent: TorchName[] = [
  ...rows(
    'cells',
    [
      'nn.RNN(input_size, hidden_size, num_layers, nonlinearity, bias, batch_first, dropout, bidirectional)',
      'RNN',
      "batch first by default: `timeMajor: true` is torch's default",
    ],
    [
      'nn.LSTM(input_size, hidden_size, num_layers, bias, batch_first, dropout, bidirectional, proj_size)',
      'LSTM',
      'batch first by default; `forward(x, { state, lengths, mask })` gives `{ output, state: { h, c } }`',
    ],
    [
      'nn.GRU(input_size, hidden_size, num_layers, bias, batch_first, dropout, bidirectional)',
      'GRU',
      "batch first by default; `resetAfter: true` is torch's",
    ],
    ['nn.RNNCell(input_size, hidden_size, bias, nonlinearity)', 'RNNCell', '`step(x, { h })`'],
    ['nn.LSTMCell(input_size, hidden_size, bias)', 'LSTMCell', '`step(x, { h, c })`'],
    ['nn.GRUCell(input_size, hidden_size, bias)', 'GRUCell', '`step(x, { h })`'],
    ['key_padding_mask (true = leave out)', 'LSTM.forward', 'option `mask [batch, steps]`: **true = keep**'],
  ),
  ...rows(
    'sequence',
    ['torch.cat([h_n[-2], h_n[-1]], -1)', 'lastHidden', 'the top layer, both directions'],
    [
      'nn.utils.rnn.pack_padded_sequence(enforce_sorted=False)',
      'packPadded',
      'not needed for `LSTM.forward`, whose `lengths` may be in any order, 0 included',
    ],
    ['nn.utils.rnn.pad_packed_sequence', 'padPacked', '`steps` for `total_length`'],
    ['isinstance(x, PackedSequence)', 'isPacked', 'a plain record with the same fields'],
    ['lstm(packed)', 'forwardPacked', 'any layer; `LSTM.forward` takes packed sequences too'],
    ['output.transpose(0, 1)', 'toTimeMajor'],
    ['output.transpose(0, 1)', 'fromTimeMajor'],
  ),
];

const attending: TorchName[] = rows('attention', ...attentionLines);

const losses: TorchName[] = rows(
  'nn',
  ['F.cross_entropy', 'crossEntropy', 'a target that is no class throws `IndexError`'],
  ['F.nll_loss', 'nll'],
  ['F.mse_loss', 'mse', 'shapes must be equal'],
  ['F.l1_loss', 'mae', 'shapes must be equal'],
  ['F.smooth_l1_loss', 'smoothL1', 'shapes must be equal'],
  ['F.huber_loss', 'huber', 'shapes must be equal'],
  ['F.binary_cross_entropy', 'bce'],
  ['F.binary_cross_entropy_with_logits', 'bceWithLogits'],
  ['F.kl_div', 'kl', '`batchMean` for `batchmean`'],
  ['F.cosine_embedding_loss', 'cosineEmbedding'],
  ['F.triplet_margin_loss', 'tripletMargin'],
  ['F.gaussian_nll_loss', 'gaussianNll'],
  ['F.poisson_nll_loss', 'poissonNll'],
);

const training: TorchName[] = rows(
  'train',
  [
    'optim.Adam(lr, betas, eps, weight_decay, amsgrad, maximize)',
    'adam',
    'parameters come with `init`, which `trainStep` calls',
  ],
  [
    'optim.AdamW(lr, betas, eps, weight_decay, amsgrad, maximize)',
    'adamW',
    '`optim.AdamW` has decay 0.01 by default; so has this',
  ],
  [
    'optim.lr_scheduler.CosineAnnealingLR(T_max, eta_min)',
    'cosineSchedule',
    'a function of the steps done; with a linear warm-up',
  ],
  ['scheduler.step()', 'followSchedule', 'a callback of `fit`'],
  ['optim.SGD(lr, momentum, dampening, weight_decay, nesterov, maximize)', 'sgd'],
  ['optim.Optimizer', 'slotOptimizer', 'an optimizer is a rule for one parameter'],
  ['parameter groups', 'groups', 'an optimizer for each'],
  ['nn.utils.clip_grad_norm_', 'clipGradNorm', 'returns new gradients and the norm'],
  ['nn.utils.clip_grad_value_', 'clipGradValue', 'returns new gradients'],
  ['zero_grad, backward, step', 'trainStep', 'one function: loss, gradients, clipping, update; frees what it made'],
  ['the training loop', 'fit'],
  ['torch.save', 'encodeCheckpoint', 'one safetensors file; `saveCheckpoint` of `@ostinato/train/node` writes it'],
  ['torch.load', 'decodeCheckpoint', 'runs no code'],
  ['optimizer.load_state_dict', 'restore', 'model, optimizer and generator, all or nothing'],
);

/** The table as it is kept by hand. */
const sections: readonly Section[] = [
  { title: 'Arithmetic, comparison, logic', rows: pointwise },
  { title: 'Activations', rows: activations },
  { title: 'Reductions and statistics', rows: reductions },
  { title: 'Shapes', rows: shapes },
  { title: 'Selection and sorting', rows: selection },
  { title: 'Products', rows: products },
  { title: 'Making and reading tensors', rows: making },
  { title: 'Gradients and modes', rows: gradients },
  { title: 'Modules and initializers', rows: modules },
  { title: 'Recurrent layers and padding', rows: recurrent },
  { title: 'Attention', rows: attending },
  { title: 'Losses', rows: losses },
  { title: 'Training', rows: training },
];

const known = new Set(sections.flatMap(({ rows: lines }) => lines.map(({ name }) => name)));

/** Ops that only the op table knows: a new op needs no line here, unless torch lacks it (see `withoutCounterpart`). */
function furtherOps(): TorchName[] {
  return opTable.flatMap(({ name, torch }) =>
    known.has(name) || name in withoutCounterpart.tensor!
      ? []
      : rows('tensor', [torch ?? `torch.${snakeCase(name)}`, name]),
  );
}

/** What torch has no counterpart of, by package, with what it is. */
export const withoutCounterpart = namesOfOurOwn(known);

/** The whole table. */
export const torchNames: readonly Section[] = [...sections, { title: 'Further ops', rows: furtherOps() }];
