import type { Backend } from '@ostinato/backend';
import type { Law } from '@ostinato/backend/testing';
import { tidy, withBackend } from '@ostinato/tensor';
import {
  arraysOf,
  checkMisuse,
  checkRefusals,
  type OpRow,
  opTable,
  type Sample,
  tensorsOf,
} from '@ostinato/tensor/testing';
import { compare } from './compare.ts';
import { analyticGradients, numericGradients } from './gradients.ts';
import { expectNoLeak, type Subject } from './law.ts';
import { outputsOf, readAll, referencesOf } from './samples.ts';

async function checkValues(backend: Backend, one: Sample): Promise<void> {
  const arrays = arraysOf(one.inputs);
  const expected = referencesOf(one, arrays);
  const made = withBackend(backend, () => tidy(() => outputsOf(one, tensorsOf(one.inputs, arrays))));
  const got = await readAll(made);
  if (got.length !== expected.length)
    throw new Error(`${one.label}: gave ${got.length} tensors, expected ${expected.length}`);
  const allowed = (backend.float === 'float64' ? 1e-12 : 1e-5) * backend.tolerance;
  got.forEach(({ shape, dtype, data }, i) => {
    const what = `${one.label}: output ${i}`;
    if (shape.join() !== expected[i]!.shape.join())
      throw new Error(`${what} has shape [${shape}], expected [${expected[i]!.shape}]`);
    if (dtype !== (one.gives ?? 'float32')) throw new Error(`${what} is ${dtype}, expected ${one.gives}`);
    compare(what, data, expected[i]!.data, allowed, allowed);
  });
}

async function checkGradients(backend: Backend, one: Sample): Promise<void> {
  const arrays = arraysOf(one.inputs);
  const numeric = numericGradients(one, arrays);
  const analytic = await readAll(withBackend(backend, () => tidy(() => analyticGradients(one, arrays))));
  const [absolute, relative] =
    backend.float === 'float64' ? [1e-5, 1e-4] : [1e-4 * backend.tolerance, 1e-3 * backend.tolerance];
  analytic.forEach(({ data }, i) =>
    compare(`${one.label}: gradient of float input ${i}`, data, numeric[i]!, absolute, relative),
  );
}

const isSmooth = ({ inputs, gives }: Sample): boolean =>
  gives === 'float32' && inputs.some(({ dtype }) => dtype === undefined);

function lawsOf(row: OpRow, subject: Subject, other: Subject): Law[] {
  const each = (samples: readonly Sample[], check: (backend: Backend, one: Sample) => Promise<void>) => async () => {
    const backend = await subject();
    for (const one of samples) await expectNoLeak(backend, one.label, () => check(backend, one));
  };
  const smooth = (row.order ?? 2) === 0 ? [] : row.samples.filter(isSmooth);
  const errors = async (): Promise<void> => {
    const [backend, stranger] = [await subject(), await other()];
    for (const one of row.misuses ?? []) checkMisuse(backend, row, one);
    checkRefusals(backend, stranger, row);
  };
  return [
    { name: `op ${row.name}: values`, check: each(row.samples, checkValues) },
    ...(smooth.length > 0 ? [{ name: `op ${row.name}: gradients`, check: each(smooth, checkGradients) }] : []),
    { name: `op ${row.name}: errors`, check: errors },
  ];
}

/** Values, gradients and errors of every op, none of which may leave a storage behind. */
export function opLaws(subject: Subject, other: Subject): Law[] {
  return opTable.flatMap((row) => lawsOf(row, subject, other));
}
