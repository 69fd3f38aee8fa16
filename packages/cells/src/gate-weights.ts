import { checkFlags, checkInteger, checkOptions } from '@ostinato/base';
import { uniformInitializer } from '@ostinato/nn';
import {
  checkGenerator,
  type Parameter,
  parameter,
  type RandomGenerator,
  type Shape,
  type Tensor,
  zeros,
} from '@ostinato/tensor';

/** Options that all basic cells share. */
export interface CellOptions {
  /** Features of the input. */
  readonly inputSize: number;
  /** Features of the hidden state. */
  readonly hiddenSize: number;
  /** Whether the input and the hidden state each have a bias. Default `true`. */
  readonly bias?: boolean;
  /** Where the initial values come from. Default: the default generator. */
  readonly generator?: RandomGenerator;
}

/** The names of `CellOptions`. */
const cellOptionNames = ['inputSize', 'hiddenSize', 'bias', 'generator'] as const;

/** Checks options of a cell. @throws ArgumentError */
export function checkCellOptions(where: string, options: CellOptions, more: readonly string[] = []): void {
  checkOptions(where, options, [...cellOptionNames, ...more]);
  checkInteger(where, 'inputSize', options.inputSize, { min: 1 });
  checkInteger(where, 'hiddenSize', options.hiddenSize, { min: 1 });
  checkFlags(where, { bias: options.bias });
  checkGenerator(where, options.generator);
}

/** Parameters uniform in ±1 / sqrt(hiddenSize), as torch starts its recurrent layers. */
export function recurrentParameter(shape: Shape, { hiddenSize, generator }: CellOptions): Parameter {
  const bound = 1 / Math.sqrt(hiddenSize);
  return parameter(uniformInitializer(-bound, bound)(shape, generator));
}

/** The weights of a cell whose gates see the input only. */
export interface InputWeights {
  /** Input to gates, `[gates x hiddenSize, inputSize]`. */
  readonly weightIh: Parameter;
  /** `[gates x hiddenSize]`; undefined without `bias`. */
  readonly bias: Parameter | undefined;
}

/** The weights of a cell with one bias. */
export interface GateWeights extends InputWeights {
  /** Hidden state to gates, `[gates x hiddenSize, hiddenSize]`. */
  readonly weightHh: Parameter;
}

/** Weights from the input to several gates, one block of rows for each, and a bias. */
export function inputWeights(gates: number, options: CellOptions): InputWeights {
  const { inputSize, hiddenSize, bias = true } = options;
  return {
    weightIh: recurrentParameter([gates * hiddenSize, inputSize], options),
    bias: bias ? recurrentParameter([gates * hiddenSize], options) : undefined,
  };
}

/** The same, and weights from the hidden state. */
export function gateWeights(gates: number, options: CellOptions): GateWeights {
  const { inputSize, hiddenSize, bias = true } = options;
  return {
    weightIh: recurrentParameter([gates * hiddenSize, inputSize], options),
    weightHh: recurrentParameter([gates * hiddenSize, hiddenSize], options),
    bias: bias ? recurrentParameter([gates * hiddenSize], options) : undefined,
  };
}

/** What goes into the nonlinearities, for a trace: `inputGate` as `inputGatePreactivation`. */
export function preactivations(gates: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(gates).map(([name, value]) => [`${name}Preactivation`, value]));
}

/** A state of zeros on the backend of a weight. */
export function zeroState(weight: Parameter, batch: number | undefined, size: number): Tensor<'float32'> {
  return zeros(batch === undefined ? [size] : [batch, size], { backend: weight.backend });
}
