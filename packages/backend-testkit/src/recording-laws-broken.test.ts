import { type KernelName, kernelRow, type RowRole } from '@ostinato/backend';
import { jsBackend } from '@ostinato/backend-js';
import { expect, it } from 'vitest';
import { type Law, recordingLaws } from './index.ts';

type AnyKernel = (...args: unknown[]) => unknown;

/** Names of the laws about some steps that are broken. */
async function brokenLaws(steps: string, laws: readonly Law[] = recordingLaws(() => jsBackend())): Promise<string[]> {
  const names: string[] = [];
  const chosen = laws.filter(({ name }) => name.startsWith(steps));
  expect(chosen).not.toEqual([]);
  for (const { name, check } of chosen) {
    try {
      await check();
    } catch {
      names.push(name);
    }
  }
  return names;
}

/** Runs `fn` while the kernel table says something else of an operand. */
async function withRole<R>(kernel: KernelName, operand: string, rows: RowRole, fn: () => Promise<R>): Promise<R> {
  const argument = kernelRow(kernel).args.find(({ name }) => name === operand) as { rows: RowRole };
  const before = argument.rows;
  argument.rows = rows;
  try {
    return await fn();
  } finally {
    argument.rows = before;
  }
}

it.each([
  ['reduce.sum', 'x', 'mix', 'a step with layer norm of input, state and sum, made of ops: is recorded once'],
  ['matmul.nt', 'a', 'mix', 'a step with a plain RNN: is recorded once'],
  ['unary.tanh', 'x', 'all', 'a step with a plain RNN: is recorded once'],
  ['columnSum', 'x', 'row', 'a step with a plain RNN: is recorded once'],
] as const)('catches a table in which %s needs %s as "%s"', async (kernel, operand, rows, law) => {
  expect(await brokenLaws(law)).toEqual([]);
  expect(await withRole(kernel, operand, rows, () => brokenLaws(law))).toEqual([law]);
});

/** jsBackend with one kernel that does something else after the right one. */
function withKernel(name: KernelName, after: (args: readonly unknown[]) => void) {
  const backend = jsBackend();
  const right = backend.kernels[name] as unknown as AnyKernel;
  const wrong = (...args: unknown[]): unknown => {
    const result = right(...args);
    after(args);
    return result;
  };
  return Object.assign(backend, { kernels: { ...backend.kernels, [name]: wrong } });
}

it.each([
  ['matmulAdd.nt', 'a plain RNN: is its loop'],
  ['matmul.tn', 'a plain RNN: is its loop'],
] as const)('catches a wrong %s, which loops do not call alike', async (kernel, law) => {
  const make = () =>
    withKernel(kernel, (args) => {
      const [rows, cols, inner] = args.slice(3, 6) as number[];
      if (rows! * cols! * inner! > 0 && (kernel !== 'matmul.tn' || inner! > 7))
        (args[0] as { floats: Float32Array }).floats[0]! += 0.01;
    });
  expect(await brokenLaws(`a step with ${law}`, recordingLaws(make))).toEqual([`a step with ${law}`]);
});

it('catches a kernel that allocates for each step', async () => {
  const held: unknown[] = [];
  const kept = withKernel('unary.tanh', () => held.push(kept.allocate('bool', 1)));
  expect(
    await brokenLaws(
      'programs take no memory',
      recordingLaws(() => kept),
    ),
  ).toEqual(['programs take no memory for a step']);
});
