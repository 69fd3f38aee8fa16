import type { Backend } from '@ostinato/backend';
import type { DType } from '@ostinato/base';
import type { Differentiable, InputRole, Recorder, RecordedResult } from '@ostinato/program';
import type { Shape } from '../shape.ts';
import type { OpRecord, Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import type { Passes } from './passes.ts';
import type { RecordedProgram } from './program-cache.ts';
import type { ForwardPass } from './scan-gradients.ts';

/** What gradients are taken with respect to. */
export interface Sources {
  readonly given: unknown;
  readonly shared: unknown;
  readonly before: unknown;
  readonly xs: unknown;
  readonly boxes: readonly Tensor[];
  readonly sharedCount: number;
}

/** What a step ends with. */
export interface Ends {
  /** The leaves of its output and trace. */
  readonly leaves: readonly Tensor[];
  /** The leaves of the state after it. */
  readonly states: readonly Tensor[];
}

/**
 * How scans are differentiated. It comes with the tape, so that a program without `valueAndGrad` does not hold any of it.
 */
export interface ScanDifferentiation {
  /** How programs of differentiated steps are made and run back. */
  readonly program: Differentiable;
  /** An empty tape for a recording. */
  newTape(): Tape;
  /** Records the way back of a step, from the gradients of what it ends with. */
  recordBackward(
    tape: Tape,
    backend: Recorder,
    ends: Ends,
    sources: Sources,
    input: (role: InputRole, index: number, shape: Shape, dtype: DType) => Tensor,
  ): RecordedResult[];
  /** How to run with little kept for the way back; `leaves` are the outputs. */
  readonly segmentPasses: (
    backend: Backend,
    leaves: readonly { readonly width: number; readonly dtype: DType }[],
  ) => Passes;
  /** A rule for each input of a scan. */
  gradients(recorded: RecordedProgram, pass: ForwardPass): OpRecord<readonly Tensor[]>['gradients'];
}
