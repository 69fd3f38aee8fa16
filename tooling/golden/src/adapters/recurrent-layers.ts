import { type CellState, GRU, LSTM, RNN } from '@ostinato/cells';
import type { SequenceLayer } from '@ostinato/sequence';
import { concat, slice, type Tensor, zeros } from '@ostinato/tensor';
import type { Config } from '../config.ts';
import type { ExactElements } from '../contract.ts';
import type { GoldenCase } from '../golden-case.ts';
import type { ModuleCase, ModuleFactory } from './module.ts';
import { initialState, nonlinearity, recurrentOptions } from './recurrent-cells.ts';

function layerOptions(config: Config) {
  config.only('dropout', 0);
  return {
    ...recurrentOptions(config),
    numLayers: config.number('num_layers', 1),
    bidirectional: config.flag('bidirectional', false),
    timeMajor: !config.flag('batch_first', false),
  };
}

/** What a packed case says of its sequences. */
interface Ragged {
  readonly lengths: readonly number[];
  /** Steps that the output has. */
  readonly steps: number;
}

function ragged(config: Config, golden: GoldenCase): Ragged | undefined {
  config.ignore('enforce_sorted'); // any order is fine here
  const stored = golden.has('input.lengths') ? Array.from(golden.stored('input.lengths').data) : undefined;
  const lengths = config.has('lengths') ? config.numbers('lengths') : stored;
  if (lengths === undefined) return undefined;
  return { lengths, steps: config.has('total_length') ? config.number('total_length') : Math.max(...lengths) };
}

/** `x` cut or filled with zeros to `steps`, as torch's `pad_packed_sequence` gives it. */
function withSteps(x: Tensor<'float32'>, steps: number, axis: number): Tensor<'float32'> {
  const missing = steps - x.shape[axis]!;
  if (missing === 0) return x;
  if (missing < 0) return slice(x, axis, 0, steps);
  return concat([x, zeros(x.shape.map((size, i) => (i === axis ? missing : size)))], axis);
}

/** Padding is exactly zero, in the outputs as in the gradient of the input. */
function exactPadding(golden: GoldenCase, { lengths }: Ragged, timeMajor: boolean): ExactElements {
  const padding = (name: string): [string, (index: number) => boolean] => {
    const { shape } = golden.stored(name);
    const [first, second, features] = shape as [number, number, number];
    return [
      name,
      (index) => {
        const [outer, inner] = [Math.floor(index / features / second) % first, Math.floor(index / features) % second];
        const [sequence, step] = timeMajor ? [inner, outer] : [outer, inner];
        return step >= lengths[sequence]!;
      },
    ];
  };
  return Object.fromEntries(['output.y', 'grad.input.x'].filter((name) => golden.has(name)).map(padding));
}

/** A layer over whole sequences: `y`, and the last state as `h_n` and `c_n`. */
function layerCase<S extends CellState>(
  config: Config,
  golden: GoldenCase,
  timeMajor: boolean,
  module: SequenceLayer<S>,
  keys: readonly (keyof S & string)[],
): ModuleCase {
  const packed = ragged(config, golden);
  return {
    module,
    forward: (inputs) => {
      const given = initialState(inputs, keys) as S | undefined;
      const options = { ...(given && { state: given }), ...(packed && { lengths: packed.lengths }) };
      const { output, state } = module.forward(inputs.float('x'), options);
      const y = packed ? withSteps(output, packed.steps, timeMajor ? 0 : 1) : output;
      return { y, ...Object.fromEntries(keys.map((key) => [`${key}_n`, state[key]!])) };
    },
    ...(packed && { exact: exactPadding(golden, packed, timeMajor) }),
  };
}

export const lstmCase: ModuleFactory = (config, golden) => {
  const options = { ...layerOptions(config), projSize: config.number('proj_size', 0) };
  return layerCase(config, golden, options.timeMajor, new LSTM(options), ['h', 'c']);
};

export const gruCase: ModuleFactory = (config, golden) => {
  const options = layerOptions(config);
  return layerCase(config, golden, options.timeMajor, new GRU(options), ['h']);
};

export const rnnCase: ModuleFactory = (config, golden) => {
  const options = { ...layerOptions(config), ...nonlinearity(config) };
  return layerCase(config, golden, options.timeMajor, new RNN(options), ['h']);
};
