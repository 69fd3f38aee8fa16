import {
  BatchNormLSTMCell,
  type Cell,
  ClockworkCell,
  ConvLSTMCell,
  CoupledLSTMCell,
  GRUCell,
  IndRNNCell,
  JordanCell,
  LayerNormGRUCell,
  LayerNormLSTMCell,
  LSTMCell,
  MGUCell,
  MinGRUCell,
  MinLSTMCell,
  PeepholeLSTMCell,
  PhasedLSTMCell,
  QRNNCell,
  RecurrentHighwayCell,
  RNNCell,
  SRUCell,
} from '@ostinato/cells';
import { irnnInitializers } from '@ostinato/cells/initializers';
import { OnnxRecurrentCell } from '@ostinato/cells/onnx';
import { initialize } from '@ostinato/nn/initializers';

/** Features of the input and of the hidden state. */
export interface Sizes {
  readonly inputSize: number;
  readonly hiddenSize: number;
}

/** A line of the table of cells. */
export interface CellRow {
  /** The class, with the options that make it what the line says. */
  readonly name: string;
  readonly paper: string;
  /** Parameters, in I and H, as one would write it in JavaScript; checked against the cell. */
  readonly parameters: string;
  /** What it is for. */
  readonly use: string;
  readonly make: (sizes: Sizes) => Cell;
}

type Row = readonly [name: string, paper: string, parameters: string, use: string, make: (sizes: Sizes) => unknown];

/** In the order in which one would try them. */
const rows: readonly Row[] = [
  [
    'LSTMCell',
    'Hochreiter and Schmidhuber 1997; Gers et al. 2000',
    '4*H*(I+H+2)',
    'the usual choice',
    (s) => new LSTMCell(s),
  ],
  [
    'GRUCell',
    'Cho et al. 2014',
    '3*H*(I+H+2)',
    'as good on most tasks, a quarter less work; `resetAfter` as torch',
    (s) => new GRUCell(s),
  ],
  ['RNNCell', 'Elman 1990', 'H*(I+H+2)', 'short memories; the baseline', (s) => new RNNCell(s)],
  [
    'RNNCell + irnnInitializers',
    'Le, Jaitly and Hinton 2015',
    'H*(I+H+2)',
    'IRNN: long memories without gates, if the learning rate is small',
    (s) => initialize(new RNNCell({ ...s, nonlinearity: 'relu' }), irnnInitializers()),
  ],
  [
    'JordanCell',
    'Jordan 1986',
    'H*(I+O+1)+O*(H+1)',
    'control and plans: what it did, not what it thought, is fed back',
    (s) => new JordanCell({ ...s, outputSize: 3 }),
  ],
  [
    'LSTMCell, projSize',
    'Sak et al. 2014',
    '4*H*(I+P+2)+P*H',
    'large cell states with cheap products',
    (s) => new LSTMCell({ ...s, projSize: 3 }),
  ],
  [
    'PeepholeLSTMCell',
    'Gers et al. 2002',
    '4*H*(I+H+1)+3*H',
    'counting and exact timing',
    (s) => new PeepholeLSTMCell(s),
  ],
  [
    'CoupledLSTMCell',
    'Greff et al. 2015',
    '3*H*(I+H+1)',
    'an LSTM with a quarter less work',
    (s) => new CoupledLSTMCell(s),
  ],
  [
    'LayerNormLSTMCell',
    'Ba et al. 2016',
    '4*H*(I+H+3)+2*H',
    'long sequences and high learning rates; any batch size',
    (s) => new LayerNormLSTMCell(s),
  ],
  [
    'BatchNormLSTMCell',
    'Cooijmans et al. 2016',
    '4*H*(I+H+3)+2*H',
    'faster training on large batches of equal lengths; `calibrate` before inference',
    (s) => new BatchNormLSTMCell(s),
  ],
  [
    'PhasedLSTMCell',
    'Neil et al. 2016',
    '4*H*(I+H+2)+3*H',
    'events at irregular times (`timed`), very long sequences',
    (s) => new PhasedLSTMCell(s),
  ],
  [
    'ConvLSTMCell',
    'Shi et al. 2015',
    '36*CH*(CI+CH)+4*CH',
    'frames: radar, video',
    () => new ConvLSTMCell({ inputChannels: 2, hiddenChannels: 3, size: [4, 5] }),
  ],
  ['MGUCell', 'Zhou et al. 2016', '2*H*(I+H+1)', 'the least gated unit that still forgets', (s) => new MGUCell(s)],
  [
    'LayerNormGRUCell',
    'Ba et al. 2016',
    '3*H*(I+H+1)+6*H',
    'as `LayerNormLSTMCell`, for a GRU',
    (s) => new LayerNormGRUCell(s),
  ],
  [
    'RecurrentHighwayCell',
    'Zilly et al. 2017',
    '2*H*I+depth*2*H*(H+1)',
    'deep transitions: language models',
    (s) => new RecurrentHighwayCell(s),
  ],
  ['IndRNNCell', 'Li et al. 2018', 'H*(I+2)', 'very long sequences, in deep stacks', (s) => new IndRNNCell(s)],
  ['MinGRUCell', 'Feng et al. 2024', '2*H*(I+1)', 'all steps at once: `parallel`', (s) => new MinGRUCell(s)],
  ['MinLSTMCell', 'Feng et al. 2024', '3*H*(I+1)', 'all steps at once: `parallel`', (s) => new MinLSTMCell(s)],
  ['SRUCell', 'Lei et al. 2018', '4*H*I+4*H', 'fast stacks: one product for all steps', (s) => new SRUCell(s)],
  [
    'QRNNCell',
    'Bradbury et al. 2017',
    '3*H*(2*I+1)',
    'fast stacks: a convolution, then pooling',
    (s) => new QRNNCell(s),
  ],
  [
    'ClockworkCell',
    'Koutnik et al. 2014',
    'H*(I+1)+10*(H/4)**2',
    'rhythms of known lengths: `periods`',
    (s) => new ClockworkCell(s),
  ],
  [
    'OnnxRecurrentCell',
    'ONNX operators, opset 22',
    '4*H*(I+H+2)',
    'models from elsewhere: clipping, peepholes, any activations',
    (s) => new OnnxRecurrentCell({ ...s, kind: 'LSTM' }),
  ],
];

/** Every cell with what is known of it. */
export const cellRows: readonly CellRow[] = rows.map(([name, paper, parameters, use, make]) => ({
  name,
  paper,
  parameters,
  use,
  make: make as CellRow['make'],
}));
