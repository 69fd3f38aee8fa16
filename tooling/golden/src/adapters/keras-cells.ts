import { type Cell, GRUCell, LSTMCell, RNNCell } from '@ostinato/cells';
import { onnxActivations, OnnxRecurrentCell, type OnnxRecurrentState } from '@ostinato/cells/onnx';
import { stateDict } from '@ostinato/nn';
import type { Tensor } from '@ostinato/tensor';
import type { HostValues } from '../compare.ts';
import { type Config, rowOf } from '../config.ts';
import type { GoldenCase } from '../golden-case.ts';

/** A cell made for a Keras layer, and the way from Keras's arrays to its parameters and back. */
export interface KerasCell {
  readonly cell: Cell<OnnxRecurrentState>;
  /** Takes `weight.<prefix>kernel` and its like. */
  readonly load: (golden: GoldenCase, prefix: string) => void;
  /** Gradients by the cell's parameters as gradients of Keras's arrays, by their names. */
  readonly gradients: (of: (key: string) => Tensor) => Map<string, HostValues>;
}

type Kind = 'RNN' | 'GRU' | 'LSTM';

const kinds: Readonly<Record<string, Kind>> = { LSTM: 'LSTM', GRU: 'GRU', SimpleRNN: 'RNN' };

/** Keras's names of activations by ONNX's. */
const activations: Readonly<Record<string, string>> = {
  elu: 'Elu',
  'hard_sigmoid(0.2x+0.5)': 'HardSigmoid',
  linear: 'Affine',
  relu: 'Relu',
  sigmoid: 'Sigmoid',
  softplus: 'Softplus',
  softsign: 'Softsign',
  tanh: 'Tanh',
};

/** Which gate of Keras, i f c o or z r h, each gate of the cell is. */
const orders = {
  torch: { LSTM: [0, 1, 2, 3], GRU: [1, 0, 2], RNN: [0] },
  onnx: { LSTM: [0, 3, 1, 2], GRU: [0, 1, 2], RNN: [0] },
};

/** The names that activations have in the config, as arguments of ONNX's operators. */
function activationNames(kind: Kind, config: Config): string[] {
  const activation = rowOf('activation', activations, config.text('activation', 'tanh'));
  if (kind === 'RNN') return [activation];
  const gate = rowOf('activation', activations, config.text('recurrent_activation', 'sigmoid'));
  return kind === 'GRU' ? [gate, activation] : [gate, activation, activation];
}

/** Our own cell where there is one, else ONNX's, which has any activations. @throws Uncovered */
export function kerasCell(config: Config, inputSize: number): KerasCell {
  const kind = rowOf('layer', kinds, config.raw('layer'));
  const sizes = { inputSize, hiddenSize: config.number('units'), bias: config.flag('use_bias', true) };
  const resetAfter = kind === 'GRU' && config.flag('reset_after', false);
  const names = activationNames(kind, config);
  const usual = { RNN: ['Tanh', 'Relu'], GRU: ['Sigmoid,Tanh'], LSTM: ['Sigmoid,Tanh,Tanh'] }[kind].includes(
    names.join(),
  );
  const make = (): Cell<OnnxRecurrentState> => {
    if (!usual)
      return new OnnxRecurrentCell({
        ...sizes,
        kind,
        attributes: { activations: onnxActivations(names), linearBeforeReset: resetAfter },
      });
    if (kind === 'RNN') return new RNNCell({ ...sizes, nonlinearity: names[0] === 'Relu' ? 'relu' : 'tanh' });
    return (kind === 'GRU'
      ? new GRUCell({ ...sizes, resetAfter })
      : new LSTMCell(sizes)) as unknown as Cell<OnnxRecurrentState>;
  };
  return withWeights(make(), (usual ? orders.torch : orders.onnx)[kind], resetAfter);
}

function withWeights(cell: Cell<OnnxRecurrentState>, order: readonly number[], resetAfter: boolean): KerasCell {
  const box = (key: string) => stateDict(cell).get(key);
  const units = cell.outputSize;
  const width = order.length * units;
  /** The column of Keras's array that a row of the cell's is. */
  const column = (row: number): number => order[Math.floor(row / units)]! * units + (row % units);
  const load = (golden: GoldenCase, prefix: string): void => {
    const stored = (name: string) => golden.stored(`weight.${prefix}${name}`).data;
    for (const [key, name] of Object.entries({ weight_ih: 'kernel', weight_hh: 'recurrent_kernel' })) {
      const data = stored(name);
      const rows = data.length / width;
      box(key)!.assign(Float64Array.from(data, (_, at) => data[(at % rows) * width + column(Math.floor(at / rows))]!));
    }
    if (box('bias_ih') === undefined) return;
    const bias = stored('bias');
    const half = (offset: number) => Float64Array.from({ length: width }, (_, row) => bias[offset + column(row)]!);
    box('bias_ih')!.assign(half(0));
    box('bias_hh')!.assign(resetAfter ? half(width) : new Float64Array(width));
  };
  const gradients = (of: (key: string) => Tensor): Map<string, HostValues> => {
    const turned = (key: string): HostValues => {
      const { shape, ...gradient } = { shape: of(key).shape, data: of(key).dataSync() };
      const rows = shape[1] ?? 1;
      const data = new Float64Array(width * rows);
      gradient.data.forEach((value: number, at: number) => {
        data[(at % rows) * width + column(Math.floor(at / rows))] = value;
      });
      return { shape: shape.length === 1 ? [width] : [rows, width], data };
    };
    const found = new Map([
      ['kernel', turned('weight_ih')],
      ['recurrent_kernel', turned('weight_hh')],
    ]);
    if (box('bias_ih') === undefined) return found;
    const [first, second] = [turned('bias_ih'), turned('bias_hh')];
    const both = {
      shape: [2, width],
      data: Float64Array.of(...(first.data as Float64Array), ...(second.data as Float64Array)),
    };
    return found.set('bias', resetAfter ? both : first);
  };
  return { cell, load, gradients };
}
