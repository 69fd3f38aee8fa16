/** For test suites: the op table and its checks, every op on any backend against naive references, and scans as loops. */
export { arraysOf, checkGradients, checkMisuse, checkRefusals, checkValues, tensorsOf } from './testing/check-op.ts';
export { looped } from './testing/looped.ts';
export { broadcastShape, nd, type NdArray, pick, pointwise, reduceAxes } from './testing/nd-array.ts';
export { type Input, type Misuse, misuse, type OpRow, sample, type Sample } from './testing/op-row.ts';
export { opTable } from './testing/op-table.ts';
