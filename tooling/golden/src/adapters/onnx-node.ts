import type { Tensor } from '@ostinato/tensor';
import { type Adapter, valuesOf } from '../check.ts';
import { Config, rowOf } from '../config.ts';
import { Inputs } from '../inputs.ts';
import { attentionNode } from './onnx-attention.ts';
import { layerNormalizationNode, rmsNormalizationNode } from './onnx-norm.ts';
import { onnxRecurrentAdapter, recurrentOperators } from './onnx-recurrent-node.ts';

type Floats = Tensor<'float32'>;

/** A node of an ONNX graph: inputs by their place, as in the operator's definition. */
export interface OnnxNode {
  readonly attributes: Config;
  /** Whether there is an input in a place. */
  has(place: number): boolean;
  /** The input in a place. */
  float(place: number): Floats;
  /** The same, of any dtype. */
  any(place: number): Tensor;
  /** Whether an output in a place is stored. */
  wants(place: number): boolean;
}

/** Runs a node; outputs by place, `undefined` where there is none. @throws Uncovered */
export type OnnxOperator = (node: OnnxNode) => readonly (Tensor | undefined)[];

/** By ONNX's names. A new operator is one row here. */
const operators: Readonly<Record<string, OnnxOperator>> = {
  Attention: attentionNode,
  LayerNormalization: layerNormalizationNode,
  RMSNormalization: rmsNormalizationNode,
};

/** Cases of kind `onnx_node`: the outputs of one node. */
export const onnxNodeAdapter: Adapter = (golden) => {
  const { op, attrs, node_inputs: given, node_outputs: results } = golden.config;
  if (Object.hasOwn(recurrentOperators, op as string)) return onnxRecurrentAdapter(golden);
  const run = rowOf('ONNX operator', operators, op);
  const [names, outputs] = [given as readonly string[], results as readonly string[]];
  const attributes = new Config((attrs ?? {}) as Readonly<Record<string, unknown>>);
  const inputs = new Inputs(golden);
  const nameAt = (place: number) => names[place] ?? '';
  const made = run({
    attributes,
    has: (place) => nameAt(place) !== '',
    float: (place) => inputs.float(nameAt(place)),
    any: (place) => golden.load(`input.${nameAt(place)}`),
    wants: (place) => (outputs[place] ?? '') !== '',
  });
  attributes.finish();
  return outputs.flatMap((name, place) => {
    if (name === '') return [];
    const result = made[place];
    return [{ tensor: `output.${name}`, got: result && valuesOf(result), tolerance: 'fwd' as const }];
  });
};
