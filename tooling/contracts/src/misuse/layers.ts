import { attention, keepWhere, MultiheadAttention, scoreBias } from '@ostinato/attention';
import { GRU, GRUCell, LSTM, LSTMCell, RNN, RNNCell } from '@ostinato/cells';
import { BatchNorm1d, Conv1d, Dropout, dropout, Embedding, GroupNorm, LayerNorm, Linear } from '@ostinato/nn';
import { ones, scan, type Tensor, training } from '@ostinato/tensor';
import { type Coverage, misuse, type Misuse, wrong, wrongCall } from './misuse.ts';

const layers = { LSTM, GRU, RNN };
const each = <T>(make: (name: keyof typeof layers, Layer: typeof LSTM) => T | T[]): T[] =>
  Object.entries(layers).flatMap(([name, Layer]) => make(name as keyof typeof layers, Layer as typeof LSTM));

const sizes = { inputSize: 2, hiddenSize: 3 };

/** A size that must be a whole number of at least 1. */
function badSizes(name: string, option: string, make: (value: number) => unknown): Misuse[] {
  return [0, -1, 1.5, NaN].map((value) =>
    wrongCall(`${name} ${option} ${value}`, 'ArgumentError', [name, option, String(value)], () => make(value)),
  );
}

const construction: Misuse[] = [
  ...each((name, Layer) => [
    ...badSizes(name, 'hiddenSize', (hiddenSize) => new Layer({ inputSize: 2, hiddenSize })),
    ...badSizes(name, 'inputSize', (inputSize) => new Layer({ inputSize, hiddenSize: 2 })),
    ...badSizes(name, 'numLayers', (numLayers) => new Layer({ ...sizes, numLayers })),
    ...[-0.1, 1.5, NaN].map((value) =>
      wrongCall(
        `${name} dropout ${value}`,
        'ArgumentError',
        ['dropout', String(value)],
        () => new Layer({ ...sizes, numLayers: 2, dropout: value }),
      ),
    ),
    wrongCall(
      `${name} misspelt`,
      'ArgumentError ARGUMENT_OPTION',
      ['hidenSize', 'hiddenSize'],
      () => new Layer(wrong({ inputSize: 2, hidenSize: 3 })),
    ),
  ]),
  ...Object.entries({ LSTMCell, GRUCell, RNNCell }).flatMap(([name, Cell]) =>
    badSizes(name, 'hiddenSize', (hiddenSize) => new Cell({ inputSize: 2, hiddenSize })),
  ),
  ...[3, 4, -1].map((projSize) =>
    wrongCall(
      `LSTM projSize ${projSize}`,
      'ArgumentError',
      ['projSize', String(projSize)],
      () => new LSTM({ ...sizes, projSize }),
    ),
  ),
  ...badSizes('Linear', 'inFeatures', (inFeatures) => new Linear({ inFeatures, outFeatures: 1 })),
  ...badSizes('Linear', 'outFeatures', (outFeatures) => new Linear({ inFeatures: 1, outFeatures })),
  ...badSizes('Embedding', 'numEmbeddings', (numEmbeddings) => new Embedding({ numEmbeddings, embeddingDim: 1 })),
  ...badSizes('Conv1d', 'kernelSize', (kernelSize) => new Conv1d({ inChannels: 1, outChannels: 1, kernelSize })),
  ...badSizes('BatchNorm1d', 'numFeatures', (numFeatures) => new BatchNorm1d({ numFeatures })),
  ...badSizes('LayerNorm', 'normalizedShape', (normalizedShape) => new LayerNorm({ normalizedShape })),
  wrongCall(
    'Conv1d groups',
    'ArgumentError',
    ['4', '3'],
    () => new Conv1d({ inChannels: 4, outChannels: 3, kernelSize: 1, groups: 3 }),
  ),
  wrongCall('GroupNorm groups', 'ArgumentError', ['4', '3'], () => new GroupNorm({ numGroups: 3, numChannels: 4 })),
  wrongCall(
    'Embedding paddingIndex',
    'ArgumentError',
    ['paddingIndex', '5'],
    () => new Embedding({ numEmbeddings: 5, embeddingDim: 1, paddingIndex: 5 }),
  ),
  ...[-0.1, 1.1].map((p) => wrongCall(`Dropout ${p}`, 'ArgumentError', ['p', String(p)], () => new Dropout({ p }))),
  misuse('dropout 2', 'ArgumentError', ['p', '2'], (watch) => {
    const x = watch(ones([2]));
    return () => training({}, () => dropout(x, 2));
  }),
];

const inputs: Misuse[] = [
  ...each((name, Layer) =>
    misuse(name, 'ShapeError', [name, '2 features', '[1,4,5]'], (watch) => {
      const [layer, x] = [watch(new Layer(sizes)), watch(ones([1, 4, 5]))];
      return () => layer.forward(x);
    }),
  ),
  misuse('LSTM rank 1', 'ShapeError', ['LSTM', '[2]'], (watch) => {
    const [layer, x] = [watch(new LSTM(sizes)), watch(ones([2]))];
    return () => layer.forward(x);
  }),
  misuse('Linear', 'ShapeError', ['linear', '[3,2]', '2 input features', '[4,5]'], (watch) => {
    const [layer, x] = [watch(new Linear({ inFeatures: 2, outFeatures: 3 })), watch(ones([4, 5]))];
    return () => layer.forward(x);
  }),
  misuse('Conv1d', 'ShapeError', ['Conv1d', '[batch, 2, steps]', '[1,3,4]'], (watch) => {
    const [layer, x] = [watch(new Conv1d({ inChannels: 2, outChannels: 1, kernelSize: 1 })), watch(ones([1, 3, 4]))];
    return () => layer.forward(x);
  }),
  misuse('LayerNorm', 'ShapeError', ['LayerNorm', '[..., 4]', '[2,3]'], (watch) => {
    const [layer, x] = [watch(new LayerNorm({ normalizedShape: 4 })), watch(ones([2, 3]))];
    return () => layer.forward(x);
  }),
  misuse('BatchNorm1d in training', 'ShapeError', ['BatchNorm1d', '3', '[2,4]'], (watch) => {
    const [layer, x] = [watch(new BatchNorm1d({ numFeatures: 3 })), watch(ones([2, 4]))];
    return () => training({}, () => layer.forward(x));
  }),
  misuse('BatchNorm1d of one value', 'ShapeError', ['BatchNorm1d', '[1,3]'], (watch) => {
    const [layer, x] = [watch(new BatchNorm1d({ numFeatures: 3 })), watch(ones([1, 3]))];
    return () => training({}, () => layer.forward(x));
  }),
];

const states: Misuse[] = [
  [2, 1, 3],
  [1, 2, 3],
  [1, 1, 4],
  [1, 3],
].flatMap((shape) =>
  each((name, Layer) =>
    misuse(`${name} h [${shape}]`, 'ShapeError', [name, 'state.h', '[1,1,3]', `[${shape}]`], (watch) => {
      const [layer, x, h, c] = [
        watch(new Layer(sizes)),
        watch(ones([1, 4, 2])),
        watch(ones(shape)),
        watch(ones([1, 1, 3])),
      ];
      const state = name === 'LSTM' ? { h, c } : { h };
      return () => layer.forward(x, { state: wrong(state) });
    }),
  ),
);

const badLengths: [number[], string][] = [
  [[2, -1], '-1'],
  [[1.5, 2], '1.5'],
  [[5, 2], '5'],
  [[NaN, 2], 'NaN'],
  [[2], '1'],
  [[1, 2, 3], '3'],
];

const lengths: Misuse[] = badLengths.flatMap(([given, mention]) => [
  ...each((name, Layer) =>
    misuse(`${name} lengths [${given}]`, 'ArgumentError', ['lengths', mention], (watch) => {
      const [layer, x] = [watch(new Layer(sizes)), watch(ones([2, 4, 2]))];
      return () => layer.forward(x, { lengths: given });
    }),
  ),
  misuse(`scan lengths [${given}]`, 'ArgumentError', ['lengths', mention], (watch) => {
    const [xs, init] = [watch(ones([4, 2, 1])), watch(ones([2, 1]))];
    return () => scan((x: Tensor, state: Tensor) => ({ output: x, state }), init, xs, { lengths: given });
  }),
]);

/** Rows of area `layers`. */
export const layerMisuses: Readonly<Record<string, Coverage>> = {
  'LSTM input last dim != input_size': { misuses: inputs },
  'h0 / c0 of the wrong layers*directions, batch or hidden size': {
    misuses: [
      ...states,
      misuse('LSTM c', 'ShapeError', ['LSTM', 'state.c', '[1,1,3]', '[1,1,2]'], (watch) => {
        const [layer, x, h, c] = [
          watch(new LSTM(sizes)),
          watch(ones([1, 4, 2])),
          watch(ones([1, 1, 3])),
          watch(ones([1, 1, 2])),
        ];
        return () => layer.forward(x, { state: { h, c } });
      }),
      misuse('LSTM without c', 'ShapeError', ['LSTM', 'state.c', 'nothing'], (watch) => {
        const [layer, x, h] = [watch(new LSTM(sizes)), watch(ones([1, 4, 2])), watch(ones([1, 1, 3]))];
        return () => layer.forward(x, { state: wrong({ h }) });
      }),
    ],
  },
  'hidden_size 0 or negative; num_layers 0; dropout outside [0,1]; proj_size >= hidden_size; embed_dim not divisible by num_heads':
    {
      misuses: [
        ...construction,
        misuse('MultiheadAttention', 'ArgumentError', ['embedDim', '5', '2'], () => () => {
          new MultiheadAttention({ embedDim: 5, numHeads: 2 });
        }),
      ],
    },
  'sequence lengths: negative, fractional, > T, or count != batch (0 is legal)': {
    misuses: lengths,
    holds: {
      'a length of 0 gives zeros and leaves the state': () => {
        const layer = new LSTM(sizes);
        const { output } = layer.forward(ones([2, 4, 2]), { lengths: [0, 4] });
        if (
          output
            .dataSync()
            .slice(0, 12)
            .some((value) => value !== 0)
        )
          throw new Error('an empty row is not zero');
      },
    },
  },
  'attention mask not broadcastable to [B,h,L,S]': {
    misuses: [
      misuse('a bool mask', 'ShapeError', ['[3,4]', '[1,2,4,4]'], (watch) => {
        const [x, keep] = [watch(ones([1, 2, 4, 8])), watch(ones([3, 4], { dtype: 'bool' }))];
        return () => attention(x, x, x, { mask: keepWhere(keep) });
      }),
      misuse('a bias', 'ShapeError', ['[2,2,4,4]', '[1,2,4,4]'], (watch) => {
        const [x, bias] = [watch(ones([1, 2, 4, 8])), watch(ones([2, 2, 4, 4]))];
        return () => attention(x, x, x, { mask: scoreBias(bias) });
      }),
    ],
  },
};
