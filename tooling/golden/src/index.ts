/** Golden cases and how they are run, for other tools, in any host. */
export { adapters } from './adapters/adapters.ts';
export { familyOf } from './family.ts';
export { parseIndex } from './golden-index.ts';
export { run, type RunOptions as GoldenRun } from './run.ts';
