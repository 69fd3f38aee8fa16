import { add, type Backend, mul, sum, tensor, type Tensor, tidy, valueAndGrad, withBackend } from '@ostinato/tensor';

type Floats = Tensor<'float32'>;
type Reduction = 'mean' | 'sum' | 'none';

/** A loss of float operands that is compared with its formula element by element. */
export interface LossSample {
  readonly shape: readonly number[];
  /** Values of the operands, row by row. */
  readonly operands: readonly (readonly number[])[];
  readonly loss: (operands: readonly Floats[], reduction: Reduction, fixed: readonly Floats[]) => Floats;
  /** Values and shapes of tensors that are not differentiated. */
  readonly fixed?: readonly (readonly [values: readonly number[], shape: readonly number[]])[];
  /** The losses of all elements of the operands. */
  readonly expected: (...operands: (readonly number[])[]) => readonly number[];
}

const total = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);

function close(what: string, got: number, wanted: number, tolerance: number): void {
  if (Object.is(got, wanted) || Math.abs(got - wanted) <= tolerance * (1 + Math.abs(wanted))) return;
  throw new Error(`${what} is ${got}, expected ${wanted}`);
}

/** For tests: checks values under every reduction, gradients against central differences, and that nothing is left behind, on a float64 backend. */
export function checkLoss(backend: Backend, { shape, operands, loss, expected, fixed = [] }: LossSample): void {
  withBackend(backend, () =>
    tidy(() => {
      const x = operands.map((values) => tensor([...values], shape));
      const others = fixed.map(([values, size]) => tensor([...values], size));
      const wanted = expected(...operands);
      const before = backend.memory().storages;
      const results = (['none', 'sum', 'mean'] as const).map((reduction) => loss(x, reduction, others));
      const left = backend.memory().storages - before - results.length;
      if (left > 0) throw new Error(`${left} storages were left behind`);
      const [none, whole, mean] = results.map((result) => [...result.dataSync()]) as [number[], number[], number[]];
      wanted.forEach((value, i) => close(`loss ${i}`, none[i]!, value, 1e-12));
      close('sum', whole[0]!, total(wanted), 1e-12);
      close('mean', mean[0]!, total(wanted) / wanted.length, 1e-12);
      checkGradients(
        x,
        operands,
        (values) => loss(values, 'sum', others),
        (values) => total(expected(...values)),
      );
    }),
  );
}

function checkGradients(
  x: readonly Floats[],
  operands: readonly (readonly number[])[],
  loss: (x: readonly Floats[]) => Floats,
  expected: (operands: readonly (readonly number[])[]) => number,
): void {
  const { gradients } = valueAndGrad(x, () => add(mul(sum(loss(x)), 1), 0));
  operands.forEach((values, i) =>
    values.forEach((value, at) => {
      const moved = (change: number) =>
        expected(operands.map((one, j) => (j === i ? one.map((v, k) => (k === at ? value + change : v)) : one)));
      const numeric = (moved(1e-6) - moved(-1e-6)) / 2e-6;
      close(
        `gradient of operand ${i} at ${at}`,
        (gradients as (Floats | undefined)[])[i]?.dataSync()[at] ?? 0,
        numeric,
        1e-5,
      );
    }),
  );
}
