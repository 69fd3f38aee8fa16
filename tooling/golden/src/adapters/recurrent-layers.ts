import { type CellState, GRU, LSTM, RNN } from '@ostinato/cells';
import {
  type PackedOptions,
  type PackedResult,
  type PackedSequence,
  packPadded,
  padPacked,
  type SequenceOptions,
  type SequenceResult,
} from '@ostinato/sequence';
import type { Tensor } from '@ostinato/tensor';
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

/** A layer that takes packed sequences, as torch's do. */
interface PackedLayer<S> {
  forward(input: PackedSequence, options?: PackedOptions<S>): PackedResult<S>;
  forward(input: Tensor<'float32'>, options?: SequenceOptions<S>): SequenceResult<S>;
}

/** A layer over whole sequences: `y`, and the last state as `h_n` and `c_n`. */
function layerCase<S extends CellState>(
  config: Config,
  golden: GoldenCase,
  timeMajor: boolean,
  module: PackedLayer<S>,
  keys: readonly (keyof S & string)[],
): ModuleCase {
  const packed = ragged(config, golden);
  return {
    module,
    forward: (inputs) => {
      const given = initialState(inputs, keys) as S | undefined;
      const options = given && { state: given };
      const x = inputs.float('x');
      const finals = (state: S) => Object.fromEntries(keys.map((key) => [`${key}_n`, state[key]!]));
      if (packed === undefined) {
        const { output, state } = module.forward(x, options);
        return { y: output, ...finals(state) };
      }
      const { output, state } = module.forward(packPadded(x, packed.lengths, { timeMajor }), options);
      return { y: padPacked(output, { timeMajor, steps: packed.steps }).output, ...finals(state) };
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
