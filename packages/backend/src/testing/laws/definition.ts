import type { Backend } from '../../backend.ts';
import type { KernelName } from '../../table/table.ts';
import { expectedContents, type KernelCall, outputsOf, positions } from '../kernel-call.ts';
import { sizesOf } from '../kernel-sizes.ts';
import type { Numbers } from '../reference.ts';
import { referenceOf } from '../references.ts';
import { broken, type KernelClaim, type KernelLawOptions, spacingsOf, withCall } from './law.ts';

/** The relative error that a backend may make: none where its reference has none, else a few roundings. */
function allowance({ float, tolerance }: Backend, name: KernelName, { exactSums = false }: KernelLawOptions): number {
  const reference = referenceOf(name);
  const base = reference.folds === true && !exactSums ? 1e-12 : (reference.tolerance ?? 0);
  return base === 0 ? 0 : Math.max(base, float === 'float32' ? 1e-6 : 0) * tolerance;
}

/** How many times as much long sums may be off as short ones. */
const lengthOf = ({ inner = 0 }: Numbers): number => Math.max(1, inner / 9);

async function compare(call: KernelCall, relative: number): Promise<void> {
  for (const output of outputsOf(call)) {
    const [got, wanted] = [await call.contents(output), expectedContents(call, output)];
    for (const [at, i, j] of positions(call, call.operands.get(output)!)) {
      const [mine, right] = [got[at]!, wanted[at]!];
      if (Object.is(mine, right) || Math.abs(mine - right) <= relative * Math.max(1, Math.abs(right))) continue;
      throw broken(call, `${output}[${i}, ${j}] is ${mine}, expected ${right}`);
    }
  }
}

/** Values: each element of each output is what the kernel's definition says, for all sizes and strides. */
export const definition: KernelClaim = {
  says: 'is its definition',
  check: async (backend, name, options) => {
    const relative = allowance(backend, name, options);
    for (const sizes of sizesOf(name)) {
      for (const spacing of spacingsOf(backend)) {
        const seed = (sizes.rows ?? 0) * 31 + (sizes.cols ?? 0);
        await withCall(backend, name, { sizes, spacing, seed }, (call) => {
          call.run();
          return compare(call, relative * lengthOf(sizes));
        });
      }
    }
  },
};
