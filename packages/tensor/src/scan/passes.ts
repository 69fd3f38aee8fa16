import type { Backend } from '@ostinato/backend';
import type { Bindings, Location, LoopProgram } from '@ostinato/program';
import type { Tensor } from '../tensor.ts';
import { blocksOf } from './run-parts.ts';

/** Part of a block of memory. */
export interface Place {
  readonly block: Tensor;
  /** The element where it begins. */
  readonly offset: number;
}

/** What the way forth through all steps leaves. */
interface ForthPass {
  /** The rows of all steps of each output. */
  readonly outputs: readonly Place[];
  /** A row for each sequence of each state. */
  readonly states: readonly Place[];
  /** What the way back needs. */
  readonly saved: readonly Tensor[];
}

/** Gradients by the role of what they are of; `undefined` where there is none. */
type BackPass = Readonly<Record<'fixed' | 'given' | 'x' | 'state', readonly (Place | undefined)[]>>;

/** What arrives at the end: gradients of outputs, the rows of all steps, and of the last states; `undefined` for zero. */
interface Arriving {
  readonly outputs: readonly (Tensor | undefined)[];
  readonly states: readonly (Tensor | undefined)[];
}

/** What a scan binds, and the bytes of a row of each input. */
export interface ScanBindings extends Bindings {
  readonly rowBytes: readonly number[];
}

/** How the steps of a scan are run, and run back. */
export interface Passes {
  forth(program: LoopProgram, bindings: ScanBindings, init: readonly Tensor[]): ForthPass;
  back(program: LoopProgram, bindings: ScanBindings, saved: readonly Tensor[], arriving: Arriving): BackPass;
}

/** All steps at once: what the way back needs is kept for each. */
export const wholeForth =
  (backend: Backend): Passes['forth'] =>
  (program, bindings, init) => {
    const run = program.forward(bindings, storagesOf(init));
    const blocks = blocksOf(backend, run.blocks);
    const place = ({ block, offset }: Location): Place => ({ block: blocks[block]!, offset });
    return { outputs: run.outputs.map(place), states: run.states.map(place), saved: blocks.slice(0, run.saved) };
  };

/** Where tensors are. */
export const storagesOf = (tensors: readonly (Tensor | undefined)[]): unknown[] =>
  tensors.map((tensor) => tensor?.storage());
