import { initialize } from '@ostinato/nn/initializers';
import {
  BatchNormLSTMCell,
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
} from '../index.ts';
import { irnnInitializers } from '../initializers.ts';
import { OnnxRecurrentCell } from '../onnx.ts';
import type { MakeCell } from '../testing.ts';

const sizes = { inputSize: 3, hiddenSize: 4 };

/** Cells that are held to the laws, in all their variants. */
export const lawCells: Readonly<Record<string, MakeCell>> = {
  'RNNCell, tanh': (generator) => new RNNCell({ ...sizes, generator }),
  'RNNCell, relu': (generator) => new RNNCell({ ...sizes, nonlinearity: 'relu', generator }),
  IRNN: (generator) =>
    initialize(new RNNCell({ ...sizes, nonlinearity: 'relu', generator }), irnnInitializers(), { generator }),
  'RNNCell without bias': (generator) => new RNNCell({ ...sizes, bias: false, generator }),
  LSTMCell: (generator) => new LSTMCell({ ...sizes, generator }),
  'LSTMCell with a projection': (generator) => new LSTMCell({ ...sizes, projSize: 2, generator }),
  'LSTMCell without bias': (generator) => new LSTMCell({ ...sizes, bias: false, generator }),
  'GRUCell, reset after the product': (generator) => new GRUCell({ ...sizes, generator }),
  'GRUCell, reset before the product': (generator) => new GRUCell({ ...sizes, resetAfter: false, generator }),
  'GRUCell without bias, reset before the product': (generator) =>
    new GRUCell({ ...sizes, bias: false, resetAfter: false, generator }),
  JordanCell: (generator) => new JordanCell({ ...sizes, outputSize: 2, generator }),
  IndRNNCell: (generator) => new IndRNNCell({ ...sizes, generator }),
  PeepholeLSTMCell: (generator) => new PeepholeLSTMCell({ ...sizes, generator }),
  CoupledLSTMCell: (generator) => new CoupledLSTMCell({ ...sizes, generator }),
  LayerNormLSTMCell: (generator) => new LayerNormLSTMCell({ ...sizes, generator }),
  'BatchNormLSTMCell with statistics of two steps': (generator) =>
    new BatchNormLSTMCell({ ...sizes, maxSteps: 2, generator }),
  MGUCell: (generator) => new MGUCell({ ...sizes, generator }),
  LayerNormGRUCell: (generator) => new LayerNormGRUCell({ ...sizes, generator }),
  'RecurrentHighwayCell of two layers': (generator) => new RecurrentHighwayCell({ ...sizes, depth: 2, generator }),
  MinGRUCell: (generator) => new MinGRUCell({ ...sizes, generator }),
  MinLSTMCell: (generator) => new MinLSTMCell({ ...sizes, generator }),
  SRUCell: (generator) => new SRUCell({ ...sizes, generator }),
  'SRUCell without projection': (generator) => new SRUCell({ inputSize: 3, hiddenSize: 3, generator }),
  QRNNCell: (generator) => new QRNNCell({ ...sizes, generator }),
  'QRNNCell of kernel 1': (generator) => new QRNNCell({ ...sizes, kernelSize: 1, generator }),
  ConvLSTMCell: (generator) => new ConvLSTMCell({ inputChannels: 1, hiddenChannels: 2, size: [2, 3], generator }),
  ClockworkCell: (generator) => new ClockworkCell({ ...sizes, periods: [1, 3], generator }),
  PhasedLSTMCell: (generator) => new PhasedLSTMCell({ ...sizes, leak: 0.1, generator }),
  'PhasedLSTMCell, timed': (generator) => new PhasedLSTMCell({ ...sizes, timed: true, generator }),
  'ONNX RNN': (generator) => new OnnxRecurrentCell({ ...sizes, kind: 'RNN', generator }),
  'ONNX GRU, clipped': (generator) =>
    new OnnxRecurrentCell({ ...sizes, kind: 'GRU', attributes: { clip: 0.9 }, generator }),
  'ONNX LSTM with peepholes and coupled gates': (generator) =>
    new OnnxRecurrentCell({ ...sizes, kind: 'LSTM', attributes: { peepholes: true, inputForget: true }, generator }),
  'a cell of one feature': (generator) => new LSTMCell({ inputSize: 1, hiddenSize: 1, generator }),
};

/** Every cell in one form. */
export const oneOfEach: Readonly<Record<string, MakeCell>> = Object.fromEntries(
  Object.entries(lawCells).filter(
    ([name]) => !/without|relu|projection|kernel 1|timed|one feature|ONNX (RNN|GRU)/.test(name),
  ),
);
