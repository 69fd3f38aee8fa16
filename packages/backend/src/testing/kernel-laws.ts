import type { Backend } from '../backend.ts';
import { kernelRow, type KernelName } from '../table/table.ts';
import { accumulates } from './laws/accumulate.ts';
import { addsBias } from './laws/bias.ts';
import { definition } from './laws/definition.ts';
import { edgeNumbersHold, hasEdges } from './laws/edge-numbers.ts';
import { inPlaceOf } from './laws/in-place.ts';
import { namesBadIndex } from './laws/indices.ts';
import { isLacking, type KernelClaim, type KernelLawOptions, type Law } from './laws/law.ts';
import { checkPresence, kernelNames } from './laws/presence.ts';
import { isRowWise, itemsAlone, rowsAlone } from './laws/rows.ts';
import { allocatesNothing, touchesNothingElse, writesAll } from './laws/writes.ts';
import { isAdd } from './placed.ts';

/** What the table claims about a kernel. */
function claimsOf(name: KernelName): KernelClaim[] {
  const { inPlace, returns, split } = kernelRow(name);
  return [
    definition,
    writesAll,
    touchesNothingElse,
    allocatesNothing,
    ...inPlace.map(inPlaceOf),
    ...(isRowWise(name) ? [rowsAlone] : []),
    ...(split === 'items' ? [itemsAlone] : []),
    ...(isAdd(name) ? [accumulates] : []),
    ...(/Bias(\.|$)/.test(name) ? [addsBias] : []),
    ...(returns === 'position' ? [namesBadIndex] : []),
    ...(hasEdges(name) ? [edgeNumbersHold] : []),
  ];
}

/**
 * Every claim of the kernel table that needs no recorder, checked on one backend: values against brute-force
 * references, all of `out` written and nothing beside it, in place, the row and accumulate laws to the bit, row and
 * column strides of 0, no allocation. Optional kernels that a backend lacks claim nothing.
 */
export function kernelLaws(backend: () => Backend | Promise<Backend>, options: KernelLawOptions = {}): Law[] {
  const presence: Law = { name: 'has the kernels of the table', check: async () => checkPresence(await backend()) };
  const claims = kernelNames.flatMap((name) =>
    claimsOf(name).map(({ says, check }) => ({
      name: `kernel ${name}: ${says}`,
      check: async () => {
        const subject = await backend();
        if (!isLacking(subject, name)) await check(subject, name, options);
      },
    })),
  );
  return [presence, ...claims];
}
