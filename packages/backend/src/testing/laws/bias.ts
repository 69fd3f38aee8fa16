import type { KernelName } from '../../table/table.ts';
import { inputsOf, positions } from '../kernel-call.ts';
import { sizesOf } from '../kernel-sizes.ts';
import { bits, broken, type KernelClaim, withCall } from './law.ts';

/** A product with a bias adds it to the finished result of the product without one, to the bit. */
export const addsBias: KernelClaim = {
  says: 'adds the bias to the finished product',
  check: async (backend, name) => {
    const plain = name.replace('Bias', '') as KernelName;
    for (const sizes of sizesOf(name)) {
      await withCall(backend, name, { sizes, seed: 3 }, (biased) =>
        withCall(backend, plain, { sizes, seed: 3 }, async (alone) => {
          for (const input of inputsOf(biased)) {
            const same = alone.operands.get(input);
            if (same !== undefined) backend.write(same.storage, 'float32', biased.operands.get(input)!.before);
          }
          biased.run();
          alone.run();
          const [got, finished] = [await biased.contents('out'), await alone.contents('out')];
          const { before, guard } = biased.operands.get('bias')!;
          const expected = got.slice();
          for (const [at, , j] of positions(biased, biased.operands.get('out')!))
            expected[at] = finished[at]! + before[guard + j]!;
          if (bits(got) !== bits(expected)) throw broken(biased, `gives ${bits(got)}, expected ${bits(expected)}`);
        }),
      );
    }
  },
};
