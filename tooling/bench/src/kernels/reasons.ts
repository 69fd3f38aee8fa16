/** Why kernels have no vector instructions, by the beginnings of their names. */
const reasons: readonly (readonly [prefix: string, reason: string])[] = [
  ['gatherColumns', 'each element comes from an address of its own, and there is no gather instruction'],
  ['scatterColumns', 'each element goes to an address of its own, and indices may repeat'],
  ['strided.', 'the walked axis has any stride, and there is no gather instruction'],
  ['stridedSum', 'each element comes from an address of its own'],
  ['row.cumprod', 'each product waits for the one before it'],
  ['row.cumsum', 'each sum waits for the one before it'],
  ['sort.', 'what is compared next depends on the last comparison'],
  ['random.', 'Philox multiplies 32 by 32 bits to 64'],
];

/** Why a kernel has no vector instructions; undefined if nobody has said why. */
export function scalarReason(kernel: string): string | undefined {
  return reasons.find(([prefix]) => kernel.startsWith(prefix))?.[1];
}
