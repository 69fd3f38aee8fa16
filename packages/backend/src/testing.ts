/** Checks of the kernel table's claims, for the test suites of backends and for the testkit. */
export { type EdgeCase, binaryEdges, edgeCases, edgeNumbers, unaryEdges } from './testing/edges.ts';
export { extentOf } from './testing/extent.ts';
export { type CallPlan, type KernelCall, kernelCall } from './testing/kernel-call.ts';
export { kernelLaws } from './testing/kernel-laws.ts';
export type { KernelLawOptions, Law } from './testing/laws/law.ts';
export { mulberry } from './testing/mulberry.ts';
