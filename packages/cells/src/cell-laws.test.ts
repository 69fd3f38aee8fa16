import { jsBackend } from '@ostinato/backend-js';
import { wasmBackend } from '@ostinato/backend-wasm';
import { describe, it } from 'vitest';
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
} from './index.ts';
import { cellLaws, type Law, type MakeCell } from './testing.ts';

const sizes = { inputSize: 3, hiddenSize: 4 };

const cells: Record<string, MakeCell> = {
  'RNNCell, tanh': (generator) => new RNNCell({ ...sizes, generator }),
  'RNNCell, relu': (generator) => new RNNCell({ ...sizes, nonlinearity: 'relu', generator }),
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
  'a cell of one feature': (generator) => new LSTMCell({ inputSize: 1, hiddenSize: 1, generator }),
};

/** The laws that need no float64, which WebAssembly has not. */
const inFloat32 = (laws: Law[]): Law[] => laws.filter(({ name }) => !/central differences|parallel form/.test(name));

describe.each(Object.entries(cells).filter(([name]) => !name.includes('without bias')))('%s on wasm', (_, makeCell) => {
  const laws = cellLaws(makeCell, { backend: () => wasmBackend({ threads: 1 }) });
  it.each(inFloat32(laws).map(({ name, check }) => [name, check] as const))('%s', (_name, check) => check());
});

describe.each(Object.entries(cells))('%s', (_, makeCell) => {
  const laws = cellLaws(makeCell, { backend: (float) => jsBackend({ float }) });
  it.each(laws.map(({ name, check }) => [name, check] as const))('%s', (_name, check) => check());
});
