import { LayerNorm, RMSNorm } from '@ostinato/nn';
import { add, mean, rsqrt, square, sub, type Tensor } from '@ostinato/tensor';
import type { OnnxNode, OnnxOperator } from './onnx-node.ts';

type Floats = Tensor<'float32'>;

/** The input, the sizes of its axes from `axis` on, and epsilon. */
function normOptions({ attributes, float }: OnnxNode) {
  const x = float(0);
  const axis = attributes.number('axis', -1);
  attributes.only('stash_type', 1);
  return { x, axis: axis < 0 ? axis + x.rank : axis, eps: attributes.number('epsilon', 1e-5) };
}

/** `Y`, `Mean` and `InvStdDev`. */
export const layerNormalizationNode: OnnxOperator = (node) => {
  const { x, axis, eps } = normOptions(node);
  const norm = new LayerNorm({ normalizedShape: x.shape.slice(axis), eps, bias: node.has(2) });
  norm.weight!.assign(node.float(1));
  if (node.has(2)) norm.bias!.assign(node.float(2));
  const axes = x.shape.slice(axis).map((_, i) => axis + i);
  const average = mean(x, axes, { keepDims: true });
  return [norm.forward(x), average, inverseDeviation(sub(x, average), axes, eps)];
};

const inverseDeviation = (centered: Floats, axes: readonly number[], eps: number): Floats =>
  rsqrt(add(mean(square(centered), axes, { keepDims: true }), eps));

/** `Y`. */
export const rmsNormalizationNode: OnnxOperator = (node) => {
  const { x, axis, eps } = normOptions(node);
  const norm = new RMSNorm({ normalizedShape: x.shape.slice(axis), eps });
  norm.weight!.assign(node.float(1));
  return [norm.forward(x)];
};
