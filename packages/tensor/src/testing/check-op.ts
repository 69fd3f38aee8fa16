import type { Backend } from '@ostinato/backend';
import { type DType, OstinatoError } from '@ostinato/base';
import { add, mul, sum, tensor, type Tensor, tidy, valueAndGrad, withBackend } from '../index.ts';
import type { NdArray } from './nd-array.ts';
import type { Input, Misuse, OpRow, Sample } from './op-row.ts';

type Floats = Tensor<'float32'>;

/** Numbers that repeat from run to run and keep away from the integers, where step functions jump. */
function valuesOf({ shape, dtype, values, low = -2, high = 2 }: Input, seed: number): number[] {
  if (values !== undefined) return [...values];
  const size = shape.reduce((product, n) => product * n, 1);
  return Array.from({ length: size }, (_, i) => {
    const t = Math.abs(Math.sin((i + 1) * 12.9898 + seed * 78.233) * 43758.5453) % 1;
    const value = low + (high - low) * (0.02 + 0.96 * t);
    return dtype === undefined && Math.abs(value - Math.round(value)) < 0.01 ? value + 0.03 : value;
  });
}

/** The values of a sample's inputs: the same in every run. */
export const arraysOf = (inputs: readonly Input[]): NdArray[] =>
  inputs.map((input, i) => ({ shape: input.shape, data: valuesOf(input, i) }));

/** Those values as tensors on the current backend. */
export function tensorsOf(inputs: readonly Input[], arrays: readonly NdArray[]): Tensor[] {
  return arrays.map(({ shape, data }, i) => tensor([...data], shape, { dtype: inputs[i]!.dtype ?? 'float32' }));
}

function call(run: (...x: never[]) => unknown, x: readonly unknown[]): unknown {
  return (run as (...x: unknown[]) => unknown)(...x);
}

const outputsOf = (one: Sample, x: readonly Tensor[]): readonly Tensor[] => [call(one.run, x)].flat() as Tensor[];

function fail(row: OpRow, one: { label: string }, message: string): never {
  throw new Error(`${row.name} ${one.label}: ${message}`);
}

/** A copy of a list with another element at `at`. */
const replaced = <T>(list: readonly T[], at: number, element: T): T[] =>
  list.map((one, i) => (i === at ? element : one));

/** Compares the values of a sample with its reference, and the storages before and after. */
export function checkValues(backend: Backend, row: OpRow, one: Sample, tolerance: number): void {
  const before = backend.memory().storages;
  withBackend(backend, () =>
    tidy(() => {
      const arrays = arraysOf(one.inputs);
      const expected = [one.expected(...arrays)].flat() as NdArray[];
      const made = outputsOf(one, tensorsOf(one.inputs, arrays));
      if (made.length !== expected.length) fail(row, one, `gave ${made.length} tensors, expected ${expected.length}`);
      made.forEach((out, i) => {
        const { shape, data } = expected[i]!;
        if (out.shape.join() !== shape.join()) fail(row, one, `gave shape [${out.shape}], expected [${shape}]`);
        if (out.dtype !== (one.gives ?? 'float32')) fail(row, one, `gave ${out.dtype}, expected ${one.gives}`);
        out.dataSync().forEach((value, at) => {
          const wanted = data[at]!;
          if (
            Object.is(value, wanted) ||
            (Number.isFinite(wanted) && Math.abs(value - wanted) <= tolerance * (1 + Math.abs(wanted)))
          )
            return;
          fail(row, one, `element ${at} is ${value}, expected ${wanted}`);
        });
      });
    }),
  );
  const left = backend.memory().storages - before;
  if (left !== 0) fail(row, one, `left ${left} storages behind`);
}

/** The sum of all outputs times fixed cotangents. */
function loss(one: Sample, x: readonly Tensor[]): Floats {
  return weigh(outputsOf(one, x) as Floats[]);
}

function weigh(parts: readonly Floats[]): Floats {
  return parts
    .map((part, i) => sum(mul(part, tensor(valuesOf({ shape: part.shape }, 50 + i), part.shape))))
    .reduce((total, part) => add(total, part), tensor(0));
}

/** The gradients of the loss, weighed to one number. */
function slope(one: Sample, x: readonly Tensor[]): Floats {
  const targets = x.filter(({ dtype }) => dtype === 'float32') as Floats[];
  const { gradients } = valueAndGrad(targets, () => loss(one, x));
  return weigh(gradients.map((gradient, i) => gradient ?? mul(targets[i]!, 0)));
}

/**
 * Compares the gradient of a sample (order 2: the gradient of its gradient) with central differences. Needs a float64
 * backend.
 */
export function checkGradients(backend: Backend, row: OpRow, one: Sample, order: 1 | 2): void {
  const f = order === 1 ? loss : slope;
  const before = backend.memory().storages;
  withBackend(backend, () =>
    tidy(() => {
      const arrays = arraysOf(one.inputs);
      const x = tensorsOf(one.inputs, arrays);
      const targets = x.filter(({ dtype }) => dtype === 'float32') as Floats[];
      const { gradients } = valueAndGrad(targets, () => f(one, x));
      let next = 0;
      one.inputs.forEach((input, i) => {
        if (input.dtype !== undefined) return;
        const analytic = gradients[next++]?.dataSync();
        arrays[i]!.data.forEach((value, at) => {
          const numeric = difference((changed) => {
            const data = replaced(arrays[i]!.data, at, changed);
            return tidy(
              () => f(one, tensorsOf(one.inputs, replaced(arrays, i, { shape: input.shape, data }))).dataSync()[0]!,
            );
          }, value);
          const got = analytic?.[at] ?? 0;
          if (Math.abs(got - numeric) <= 1e-5 + 1e-4 * Math.abs(numeric)) return;
          fail(
            row,
            one,
            `order ${order} gradient of input ${i} at ${at} is ${got}, central differences give ${numeric}`,
          );
        });
      });
    }),
  );
  const left = backend.memory().storages - before;
  if (left !== 0) fail(row, one, `the gradient left ${left} storages behind`);
}

const difference = (f: (x: number) => number, x: number, eps = 1e-6): number => (f(x + eps) - f(x - eps)) / (2 * eps);

/** Expects a call to throw an Ostinato error with this code and these words, and to leave no storage behind. */
function checkThrows(
  backend: Backend,
  row: OpRow,
  label: string,
  code: string,
  says: readonly string[],
  run: () => unknown,
): void {
  const before = backend.memory().storages;
  let thrown: unknown;
  try {
    run();
  } catch (error) {
    thrown = error;
  }
  if (!(thrown instanceof OstinatoError)) fail(row, { label }, `expected an error with code ${code}, got ${thrown}`);
  if (thrown.code !== code) fail(row, { label }, `expected code ${code}, got ${thrown.code}: ${thrown.message}`);
  const missing = says.find((word) => !thrown.message.includes(word));
  if (missing !== undefined) fail(row, { label }, `"${thrown.message}" does not mention ${missing}`);
  const left = backend.memory().storages - before;
  if (left !== 0) fail(row, { label }, `left ${left} storages behind`);
}

/** Checks one misuse of a row. */
export function checkMisuse(backend: Backend, row: OpRow, one: Misuse): void {
  withBackend(backend, () =>
    tidy(() => {
      const x = tensorsOf(one.inputs, arraysOf(one.inputs));
      checkThrows(backend, row, one.label, one.code, one.says, () => call(one.run, x));
    }),
  );
}

/** Checks what every op refuses: other dtypes, plain arrays, disposed tensors and tensors of two backends. */
export function checkRefusals(backend: Backend, other: Backend, row: OpRow): void {
  const one = row.samples.find(({ inputs }) => inputs.length > 0);
  if (one === undefined) return;
  withBackend(backend, () =>
    tidy(() => {
      const arrays = arraysOf(one.inputs);
      const x = tensorsOf(one.inputs, arrays);
      one.inputs.forEach(({ shape, dtype = 'float32' }, i) => {
        const swap = (value: unknown) => () => call(one.run, replaced(x, i, value as Tensor));
        const { data } = arrays[i]!;
        checkThrows(backend, row, `with a plain array as input ${i}`, 'ARGUMENT_TYPE', ['plain array'], swap([1, 2]));
        checkThrows(backend, row, `with null as input ${i}`, 'ARGUMENT_TYPE', ['null'], swap(null));
        const dead = tensor([...data], shape, { dtype });
        dead.dispose();
        checkThrows(backend, row, `with a disposed input ${i}`, 'DISPOSED', [String(dead)], swap(dead));
        if (x.length > 1) {
          const stranger = tensor([...data], shape, { dtype, backend: other });
          checkThrows(backend, row, `with input ${i} on another backend`, 'BACKEND', ['two backends'], swap(stranger));
        }
        const refused: readonly DType[] =
          row.takes === 'float' ? ['int32', 'bool'] : row.takes === 'numbers' ? ['bool'] : [];
        if (dtype !== 'float32') return;
        for (const wrong of refused) {
          checkThrows(
            backend,
            row,
            `with ${wrong} as input ${i}`,
            'DTYPE',
            [wrong],
            swap(
              tensor(
                data.map(() => 1),
                shape,
                { dtype: wrong },
              ),
            ),
          );
        }
      });
    }),
  );
}
