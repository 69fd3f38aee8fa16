import type { Backend } from '@ostinato/backend';
import { kernelLaws, type Law } from '@ostinato/backend/testing';
import { checkFunction } from '@ostinato/base';
import { fusedAttentionLaws } from './laws/fused-attention-laws.ts';
import { fusedLaws } from './laws/fused-laws.ts';
import { expectNoLeak, once } from './laws/law.ts';
import { declares, disposes, refusesTooMuch, reports } from './laws/memory-laws.ts';
import { opLaws } from './laws/op-laws.ts';
import { addresses, readCaptures, readCopies, storagesAreApart, writesAndReads } from './laws/storage-laws.ts';
import { errorsSayTheSame, parametersAreWritten, randomIsPhilox, survivesNoMemory } from './laws/tensor-laws.ts';

/** Laws about the backend itself; none may leave a storage behind. */
const backendLaws: Readonly<Record<string, (backend: Backend) => void | Promise<void>>> = {
  'declares what it is': declares,
  'reads what was written, in every dtype': writesAndReads,
  'reads the value at the time of the call': readCaptures,
  'reads a copy': readCopies,
  'keeps storages apart': storagesAreApart,
  'finds the same block further on': addresses,
  'reports its memory': reports,
  'refuses what does not fit in memory': refusesTooMuch,
  'draws the numbers of Philox': randomIsPhilox,
  'refuses mistakes in the same words': errorsSayTheSame,
  'leaves nothing behind when memory runs out': survivesNoMemory,
  'writes parameters in place': parametersAreWritten,
  ...fusedLaws,
  ...fusedAttentionLaws,
};

/**
 * All that a backend must do, as a list of named checks for any test runner: the kernel table's claims, values, gradients
 * and errors of every op within the backend's declared tolerance, reads and writes, memory, disposal. `check` throws, saying
 * what is wrong. Run them one after another: they share one backend (made when first needed) and count its storages.
 *
 * ```ts
 * for (const { name, check } of conformance(() => myBackend())) it(name, check);
 * ```
 * @param make Makes a new backend, perhaps later; called a few times
 * @throws ArgumentError when `make` is no function
 */
export function conformance(make: () => Backend | Promise<Backend>): Law[] {
  checkFunction('conformance', 'make', make);
  const [subject, other] = [once(make), once(make)];
  const own = Object.entries(backendLaws).map(([name, law]) => ({
    name,
    check: async () => {
      const backend = await subject();
      await expectNoLeak(backend, name, () => law(backend));
    },
  }));
  const last: Law = {
    name: 'gives everything back and refuses later calls',
    check: async () => disposes(await make()),
  };
  return [...own, last, ...kernelLaws(subject), ...opLaws(subject, other)];
}
