import type { Backend } from '@ostinato/backend';
import { fillNormal, fillUniform, OstinatoError, OutOfMemoryError, philoxKey } from '@ostinato/base';
import {
  add,
  bernoulli,
  cast,
  concat,
  exp,
  indexSelect,
  matmul,
  mean,
  mul,
  normal,
  parameter,
  RandomGenerator,
  reshape,
  slice,
  softmax,
  split,
  sum,
  takeAlongAxis,
  tensor,
  type Tensor,
  tidy,
  transpose,
  uniform,
  valueAndGrad,
  withBackend,
} from '@ostinato/tensor';
import { caught, expectNoLeak, expectSame, text } from './law.ts';
import { limited } from './limited.ts';
import { readAll } from './samples.ts';

/** Makes tensors on a backend and reads them. */
async function valuesOf(backend: Backend, make: () => readonly Tensor[]) {
  return readAll(withBackend(backend, () => tidy(make)));
}

/** Uniform and bernoulli draws are the bits of base's Philox; normal ones are its normal numbers. */
export async function randomIsPhilox(backend: Backend): Promise<void> {
  const [seed, shape, count] = [2 ** 40 + 3, [3, 7], 21];
  const generator = new RandomGenerator(seed, 4);
  const drawn = await valuesOf(backend, () => [
    uniform(shape, { generator }),
    bernoulli(shape, 0.3, { generator }),
    normal(shape, { generator }),
  ]);
  const draw = (n: number) => ({ key: philoxKey(seed), draw: n, step: 0, call: 0 });
  const host = (): Float32Array | Float64Array =>
    backend.float === 'float64' ? new Float64Array(count) : new Float32Array(count);
  const [first, second, third] = [host(), host(), host()];
  fillUniform(first, draw(4));
  fillUniform(second, draw(5));
  fillNormal(third, draw(6));
  expectSame('uniform numbers', text(drawn[0]!.data), text(first));
  expectSame('bernoulli draws', text(drawn[1]!.data), text(second.map((u) => +(u < 0.3))));
  const far = third.findIndex((value, i) => Math.abs(value - drawn[2]!.data[i]!) > 1e-6 * backend.tolerance);
  if (far >= 0) throw new Error(`normal number ${far} is ${drawn[2]!.data[far]}, expected ${third[far]}`);
}

type Ids = Tensor<'int32'>;
const ids = (...values: number[]): Ids => tensor(values, [values.length], { dtype: 'int32' }) as Ids;
const table = () => tensor([1, 2, 3, 4, 5, 6], [3, 2]);

/** Calls that must fail, with the whole message: users of one backend and of another search for the same words. */
const mistakes: Readonly<Record<string, readonly [() => unknown, string]>> = {
  ShapeError: [() => matmul(table(), table()), 'SHAPE'],
  DTypeError: [() => add(table(), ids(1) as never), 'DTYPE'],
  AxisError: [() => sum(table(), 2 as never), 'AXIS'],
  DisposedError: [
    () => {
      const x = table();
      x.dispose();
      exp(x);
    },
    'DISPOSED',
  ],
};

/** An index out of range is refused with the same words, whether a kernel or the host copy finds it. */
const badIndices: Readonly<Record<string, readonly [() => unknown, string]>> = {
  indexSelect: [
    () => indexSelect(table(), ids(0, 3)),
    'indexSelect: index 3 at position 1 is out of range; valid are 0 to 2.',
  ],
  'a negative index': [
    () => indexSelect(table(), ids(-1)),
    'indexSelect: index -1 at position 0 is out of range; valid are 0 to 2.',
  ],
  'a reshaped index': [
    () => indexSelect(table(), reshape(ids(0, 1, 2, 9), [2, 2])),
    'indexSelect: index 9 at position 3 is out of range; valid are 0 to 2.',
  ],
  'a sliced index': [
    () => indexSelect(table(), slice(ids(9, 0, 7), 0, 1)),
    'indexSelect: index 7 at position 1 is out of range; valid are 0 to 2.',
  ],
  'a part of an index': [
    () => indexSelect(table(), split(ids(9, 0, 0, 8), 2)[1]!),
    'indexSelect: index 8 at position 1 is out of range; valid are 0 to 2.',
  ],
  'a joined index': [
    () => indexSelect(table(), concat([ids(0, 1), ids(2, 3)])),
    'indexSelect: index 3 at position 3 is out of range; valid are 0 to 2.',
  ],
  'a transposed index': [
    () => takeAlongAxis(table(), transpose(reshape(ids(0, 1, 1, 0, 0, 5), [2, 3])), 1),
    'takeAlongAxis: index 5 at position 5 is out of range; valid are 0 to 1.',
  ],
};

/** Typed errors, the same words everywhere, nothing left behind. */
export async function errorsSayTheSame(backend: Backend): Promise<void> {
  const run = (call: () => unknown) => () => caught(() => withBackend(backend, () => tidy(() => void call())));
  for (const [what, [call, code]] of Object.entries(mistakes)) {
    await expectNoLeak(backend, what, async () => {
      const error = await run(call)();
      if (!(error instanceof OstinatoError)) throw new Error(`expected a ${what}, got ${String(error)}`);
      expectSame(`code of a ${what}`, error.code, code);
      expectSame(`name of a ${what}`, error.name, what);
    });
  }
  for (const [what, [call, message]] of Object.entries(badIndices)) {
    await expectNoLeak(backend, what, async () => {
      const error = await run(call)();
      expectSame(`message for ${what}`, error instanceof OstinatoError ? error.message : String(error), message);
    });
  }
}

/** A loss with products, rows, indices and views in it. */
function lossAndGradient(): readonly Tensor[] {
  const [w, x] = [
    uniform([3, 4], { generator: new RandomGenerator(1) }),
    uniform([5, 3], { generator: new RandomGenerator(2) }),
  ];
  const { value, gradients } = valueAndGrad([w, x], () => {
    const [a, b] = split(softmax(matmul(x, w)), 2) as [Tensor<'float32'>, Tensor<'float32'>];
    return mean(mul(indexSelect(concat([b, a]), ids(4, 0, 4)), cast(ids(1, 2, 3, 4), 'float32')));
  });
  return [value, ...gradients.filter((gradient) => gradient !== undefined)];
}

/** Memory that runs out at any allocation is an `OutOfMemoryError` that leaves nothing behind. */
export async function survivesNoMemory(backend: Backend): Promise<void> {
  for (let allowed = 0, failed = true; failed; allowed++) {
    await expectNoLeak(backend, `memory that ran out after ${allowed} allocations`, async () => {
      const error = await caught(() =>
        withBackend(limited(backend, allowed), () => tidy(() => void lossAndGradient())),
      );
      if (error !== undefined && !(error instanceof OutOfMemoryError)) throw error;
      failed = error !== undefined;
    });
  }
}

/** A parameter keeps its storage: it is assigned in place, from values and from tensors, and tensors made from it before stay as they were. */
export async function parametersAreWritten(backend: Backend): Promise<void> {
  const box = withBackend(backend, () => tidy(() => parameter(tensor([1, 2, 3]))));
  const before = await valuesOf(backend, () => {
    const twice = mul(box, 2);
    box.assign(Float32Array.of(4, 5, 6));
    return [twice];
  });
  expectSame('a tensor made before assign', text(before[0]!.data), '2, 4, 6');
  expectSame('a parameter after assign', text(await box.data()), '4, 5, 6');
  withBackend(backend, () => tidy(() => box.assign(add(box, 1))));
  expectSame('a parameter after assign from itself', text(await box.data()), '5, 6, 7');
  box.dispose();
}
