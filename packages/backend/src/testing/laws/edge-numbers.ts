import type { KernelName } from '../../table/table.ts';
import { type EdgeCase, edgeCases } from '../edges.ts';
import type { KernelCall } from '../kernel-call.ts';
import { broken, type KernelClaim, withCall } from './law.ts';

/** Whether there is an edge case for a kernel. */
export const hasEdges = (name: KernelName): boolean => edgeCases.some(({ kernel }) => kernel === name);

async function check(call: KernelCall, { inputs, outputs }: EdgeCase): Promise<void> {
  const { backend } = call;
  for (const [key, values] of Object.entries(inputs)) {
    const { storage, argument, before, guard } = call.operands.get(key)!;
    before.set(values as number[], guard);
    backend.write(storage, argument.dtype, before);
  }
  call.run();
  for (const [key, wanted] of Object.entries(outputs)) {
    const got = (await call.contents(key)).slice(call.operands.get(key)!.guard);
    wanted.forEach((value, i) => {
      const near = value !== 0 && Math.abs(got[i]! - value) <= 1e-6 * backend.tolerance * Math.abs(value);
      if (!near && !Object.is(got[i], value))
        throw broken(
          call,
          `${key}[${i}] of ${JSON.stringify(Object.values(inputs).map(String))} is ${text(got[i]!)}, expected ${text(value)}`,
        );
    });
  }
}

const text = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

/** 0, -0, infinities and NaN come out as IEEE 754 has it; NaN is passed on and sorts last. */
export const edgeNumbersHold: KernelClaim = {
  says: 'keeps 0, -0, infinity and NaN',
  check: async (backend, name) => {
    for (const one of edgeCases.filter(({ kernel }) => kernel === name)) {
      const cols = Object.values(one.inputs)[0]!.length;
      await withCall(backend, name, { sizes: { rows: 1, cols, inner: 1, ...one.numbers } }, (call) => check(call, one));
    }
  },
};
