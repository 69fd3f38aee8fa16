/** A note on the kernels whose names begin so. */
type Notes = readonly (readonly [prefix: string, note: string])[];

/** Why kernels have no vector instructions. */
const scalar: Notes = [
  ['gatherColumns', 'each element comes from an address of its own, and there is no gather instruction'],
  ['row.cumprod', 'each product waits for the one before it'],
  ['row.cumsum', 'each sum waits for the one before it'],
];

/** What vector instructions do in kernels where they do not do all of the work. */
const partial: Notes = [
  ['scatterColumns', 'clears; each sum goes to an address of its own, which may repeat'],
  ['scatterRows', 'rows are added one after the other'],
  ['sort.', 'makes keys; a radix sort moves each to an address of its own'],
  ['strided.', 'where either of two axes is contiguous; element by element where none is'],
  ['stridedSum', 'where either of two axes is contiguous; element by element where none is'],
];

/** Why a kernel has no vector instructions. A kernel that lost them shows up as one for which nobody has said why. */
export function scalarReason(kernel: string): string {
  return noteOn(kernel, scalar) ?? 'no reason is stated';
}

/** What vector instructions do if not everything. */
export function partialUse(kernel: string): string | undefined {
  return noteOn(kernel, partial);
}

function noteOn(kernel: string, notes: Notes): string | undefined {
  return notes.find(([prefix]) => kernel.startsWith(prefix))?.[1];
}
