import { type Cell, type CellState, GRUCell, LSTMCell, RNNCell } from '@ostinato/cells';
import { type Config, Uncovered } from '../config.ts';
import type { Inputs } from '../inputs.ts';
import type { ModuleCase, ModuleFactory } from './module.ts';

/** Options that all recurrent cells and layers share. */
export function recurrentOptions(config: Config): { inputSize: number; hiddenSize: number; bias: boolean } {
  config.ignore('unbatched', 'initial_state'); // the tensors tell
  return {
    inputSize: config.number('input_size'),
    hiddenSize: config.number('hidden_size'),
    bias: config.flag('bias', true),
  };
}

/** @throws Uncovered for another name */
export function nonlinearity(config: Config): { nonlinearity: 'tanh' | 'relu' } {
  const name = config.text('nonlinearity', 'tanh');
  if (name !== 'tanh' && name !== 'relu') throw new Uncovered(`nonlinearity ${name}`);
  return { nonlinearity: name };
}

/** The state that a case starts from: `h0`, and `c0` for an LSTM; `undefined` when it gives none. */
export function initialState(inputs: Inputs, keys: readonly string[]): CellState | undefined {
  const given = keys.filter((key) => inputs.has(`${key}0`));
  if (given.length === 0) return undefined;
  return Object.fromEntries(given.map((key) => [key, inputs.float(`${key}0`)]));
}

/** One step of a cell: `x [batch, inputSize]` or `[inputSize]` to the next state. */
function cellCase<S extends CellState>(module: Cell<S>, keys: readonly (keyof S & string)[]): ModuleCase {
  return {
    module,
    forward: (inputs) => {
      const x = inputs.float('x');
      const zero = module.initialState(...(x.rank === 1 ? [] : [x.shape[0]!]));
      const { state } = module.step(x, { ...zero, ...initialState(inputs, keys) });
      return Object.fromEntries(keys.map((key) => [key, state[key]!]));
    },
  };
}

export const lstmCellCase: ModuleFactory = (config) => cellCase(new LSTMCell(recurrentOptions(config)), ['h', 'c']);
export const gruCellCase: ModuleFactory = (config) => cellCase(new GRUCell(recurrentOptions(config)), ['h']);
export const rnnCellCase: ModuleFactory = (config) =>
  cellCase(new RNNCell({ ...recurrentOptions(config), ...nonlinearity(config) }), ['h']);
