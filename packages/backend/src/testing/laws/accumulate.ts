import type { KernelName } from '../../table/table.ts';
import { inputsOf, positions } from '../kernel-call.ts';
import { sizesOf } from '../kernel-sizes.ts';
import { bits, broken, type KernelClaim, withCall } from './law.ts';

/** The accumulate law: an `Add` kernel adds the finished result of the plain one, to the bit. */
export const accumulates: KernelClaim = {
  says: 'adds the finished result of the plain kernel',
  check: async (backend, name) => {
    const plain = name.replace('Add', '') as KernelName;
    for (const sizes of sizesOf(name)) {
      await withCall(backend, name, { sizes, seed: 3 }, (sum) =>
        withCall(backend, plain, { sizes, seed: 3 }, async (alone) => {
          for (const input of inputsOf(sum)) {
            backend.write(alone.operands.get(input)!.storage, 'float32', sum.operands.get(input)!.before);
          }
          sum.run();
          alone.run();
          const out = sum.operands.get('out')!;
          const [got, finished] = [await sum.contents('out'), await alone.contents('out')];
          const expected = got.slice();
          for (const [at] of positions(sum, out)) expected[at] = out.before[at]! + finished[at]!;
          if (bits(got) !== bits(expected)) throw broken(sum, `gives ${bits(got)}, expected ${bits(expected)}`);
        }),
      );
    }
  },
};
