import {
  add,
  mul,
  normal,
  type Parameter,
  RandomGenerator,
  sum,
  type Tensor,
  tidy,
  valueAndGrad,
} from '@ostinato/tensor';

type Floats = Tensor<'float32'>;

/** `sum of outputs times fixed numbers`. */
function weighed(outputs: readonly Floats[]): Floats {
  return outputs
    .map((y, i) => sum(mul(y, normal(y.shape, { generator: new RandomGenerator(70 + i) }))))
    .reduce((all, each) => add(all, each));
}

/** Compares the gradients of parameters with central differences; the backend must compute in float64. @throws Error where they differ */
export function expectGradients(parameters: readonly Parameter[], run: () => readonly Floats[], most = 12): void {
  const { gradients } = valueAndGrad(parameters, () => weighed(run()));
  const value = () => tidy(() => weighed(run()).dataSync()[0]!);
  parameters.forEach((parameter, i) => {
    const slope = gradients[i]?.dataSync() ?? new Float64Array(parameter.size);
    const start = Float64Array.from(parameter.dataSync());
    const stride = Math.max(1, Math.floor(parameter.size / most));
    for (let at = 0; at < parameter.size; at += stride) {
      const moved = (by: number) => {
        parameter.assign(start.map((x, k) => (k === at ? x + by : x)));
        return value();
      };
      const wanted = (moved(1e-6) - moved(-1e-6)) / 2e-6;
      if (!(Math.abs(slope[at]! - wanted) < 1e-6 * Math.max(1, Math.abs(wanted))))
        throw new Error(`gradient ${at} of parameter ${i} is ${slope[at]}, central differences give ${wanted}`);
    }
    parameter.assign(start);
  });
}
