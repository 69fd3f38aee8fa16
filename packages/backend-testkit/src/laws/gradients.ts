import { mulberry } from '@ostinato/backend/testing';
import { add, mul, sum, tensor, type Tensor, valueAndGrad, zeros } from '@ostinato/tensor';
import { type NdArray, type Sample, tensorsOf } from '@ostinato/tensor/testing';
import { outputsOf, referencesOf } from './samples.ts';

type Floats = Tensor<'float32'>;

/** A cotangent for output `i`: the same numbers at every call. */
function weights(i: number, count: number): number[] {
  const random = mulberry(50 + i);
  return Array.from({ length: count }, () => 2 * random() - 1);
}

/** Gradients of all outputs, weighed to one number, for each float input, on the current backend. */
export function analyticGradients(one: Sample, arrays: readonly NdArray[]): Floats[] {
  const x = tensorsOf(one.inputs, arrays);
  const targets = x.filter(({ dtype }) => dtype === 'float32') as Floats[];
  const { gradients } = valueAndGrad(targets, () =>
    (outputsOf(one, x) as Floats[])
      .map((part, i) => sum(mul(part, tensor(weights(i, part.size), part.shape))))
      .reduce((total, part) => add(total, part), tensor(0)),
  );
  return gradients.map((gradient, i) => gradient ?? zeros(targets[i]!.shape));
}

/** The same from central differences of the naive reference in double precision: no backend has a part in it. */
export function numericGradients(one: Sample, arrays: readonly NdArray[]): number[][] {
  const cotangents = referencesOf(one, arrays).map(({ data }, i) => weights(i, data.length));
  const loss = (inputs: readonly NdArray[]): number =>
    referencesOf(one, inputs).reduce(
      (total, { data }, i) => data.reduce((part, value, at) => part + value * cotangents[i]![at]!, total),
      0,
    );
  return arrays.flatMap(({ shape, data }, input) => {
    if (one.inputs[input]!.dtype !== undefined) return [];
    const moved = (at: number, by: number): number => {
      const changed = data.map((value, k) => (k === at ? value + by : value));
      return loss(arrays.map((array, k) => (k === input ? { shape, data: changed } : array)));
    };
    return [data.map((_, at) => (moved(at, 1e-6) - moved(at, -1e-6)) / 2e-6)];
  });
}
