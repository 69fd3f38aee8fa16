import type { Backend } from '@ostinato/backend';
import type { Location } from '@ostinato/program';
import { type Passes, type Place, storagesOf } from './passes.ts';
import { blocksOf } from './run-parts.ts';

/** All steps back at once. */
export const wholeBack =
  (backend: Backend): Passes['back'] =>
  (program, bindings, saved, { outputs, states }) => {
    const run = program.backward(bindings, storagesOf(saved), storagesOf(outputs), storagesOf(states));
    const blocks = blocksOf(backend, run.blocks);
    const places = (all: readonly (Location | undefined)[]): (Place | undefined)[] =>
      all.map((at) => at && { block: blocks[at.block]!, offset: at.offset });
    const { fixed, given, x, state } = run.gradients;
    return { fixed: places(fixed), given: places(given), x: places(x), state: places(state) };
  };
