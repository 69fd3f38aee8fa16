import { OnnxRecurrent, OnnxRecurrentCell, onnxActivations, type OnnxAttributes } from '@ostinato/cells/onnx';
import type { Tensor } from '@ostinato/tensor';
import { type Config, Uncovered } from '../config.ts';
import type { GoldenCase } from '../golden-case.ts';

/** Reads the attributes of a node, and returns how to run it: its outputs by ONNX's names. */
export type OnnxNode = (
  op: string,
  config: Config,
  golden: GoldenCase,
  inputs: ReadonlySet<string>,
) => () => Readonly<Record<string, Tensor>>;

const directions = ['forward', 'reverse', 'bidirectional'] as const;
const activationsOf = { RNN: 1, GRU: 2, LSTM: 3 } as const;

/** The attributes of each direction. */
function attributesOf(kind: 'RNN' | 'GRU' | 'LSTM', config: Config, peepholes: boolean): readonly OnnxAttributes[] {
  const names = config.raw('activations') as readonly string[] | undefined;
  const list = (key: string): number[] => (config.has(key) ? config.numbers(key) : []);
  const given = names && onnxActivations(names, list('activation_alpha'), list('activation_beta'));
  const count = activationsOf[kind];
  const common = {
    ...(config.has('clip') && { clip: config.number('clip') }),
    inputForget: config.number('input_forget', 0) === 1,
    linearBeforeReset: config.number('linear_before_reset', 0) === 1,
    peepholes,
  };
  return [0, 1].map((d) => ({
    ...common,
    ...(given && { activations: given.slice(d * count, (d + 1) * count) }),
  }));
}

/** ONNX's RNN, GRU and LSTM. */
export const recurrentNode: OnnxNode = (op, config, golden, inputs) => {
  const kind = op as 'RNN' | 'GRU' | 'LSTM';
  const stored = (name: string) => golden.stored(`input.${name}`);
  const direction = directions.find((name) => name === config.text('direction', 'forward'));
  if (direction === undefined) throw new Uncovered('direction');
  const layout = config.number('layout', 0) as 0 | 1;
  const attributes = attributesOf(kind, config, inputs.has('P'));
  const hiddenSize = config.number('hidden_size');
  const inputSize = stored('W').shape[2]!;
  const cells = Array.from({ length: stored('W').shape[0]! }, (_, d) => {
    const bias = inputs.has('B');
    const cell = new OnnxRecurrentCell({ kind, inputSize, hiddenSize, bias, attributes: attributes[d]! });
    const part = (name: string): Float64Array => {
      const { data, shape } = stored(name);
      return Float64Array.from(data).subarray((d * data.length) / shape[0]!, ((d + 1) * data.length) / shape[0]!);
    };
    cell.weightIh.assign(part('W'));
    cell.weightHh.assign(part('R'));
    if (bias) cell.biasIh!.assign(part('B').subarray(0, part('B').length / 2));
    if (bias) cell.biasHh!.assign(part('B').subarray(part('B').length / 2));
    if (inputs.has('P')) cell.weightPeephole!.assign(part('P'));
    return cell;
  });
  const layer = new OnnxRecurrent({ cells, direction, layout });
  return () => {
    const float = (name: string) => golden.load(`input.${name}`) as Tensor<'float32'>;
    const lengths = inputs.has('sequence_lens') && Array.from(stored('sequence_lens').data);
    const { output, h, c } = layer.forward(float('X'), {
      ...(lengths && { lengths }),
      ...(inputs.has('initial_h') && { h: float('initial_h') }),
      ...(inputs.has('initial_c') && { c: float('initial_c') }),
    });
    return { Y: output, Y_h: h, ...(c && { Y_c: c }) };
  };
};
