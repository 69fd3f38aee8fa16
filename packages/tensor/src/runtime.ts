import type { Backend } from '@ostinato/backend';
import type { LoopProgram, Recorder } from '@ostinato/program';
import { ArgumentError, checkFunction, StateError, typeError } from '@ostinato/base';
import type { Block } from './block.ts';
import type { RandomGenerator } from './random-generator.ts';
import type { ProgramCache } from './scan/program-cache.ts';
import type { Scope } from './scope.ts';
import type { Tape } from './tape.ts';
import type { Tensor } from './tensor.ts';

/**
 * The only mutable module state of Ostinato: which backend is current, which tapes and scopes are open, whether
 * training is on, and the default generator. It hangs on the global symbol registry, so that two installed copies of
 * this package meet here: the second one to make a tensor fails loudly instead of splitting the tape.
 */
export interface Runtime {
  readonly version: string;
  backend: Backend | undefined;
  /** Open gradient tapes, outermost first. */
  readonly tapes: Tape[];
  scope: Scope | undefined;
  training: { readonly generator: RandomGenerator } | undefined;
  generator: RandomGenerator | undefined;
  /** The step of the scan that is running, for randomness that does not depend on how the loop is executed. */
  scanStep: ScanStep | undefined;
  /** The step that is being recorded. */
  recording: StepRecorder | undefined;
  /** Whether scans run their steps one by one although they could be recorded. */
  loops: boolean;
  /** The programs that ran since someone asked. */
  ran: Set<LoopProgram> | undefined;
  /** The function that is being compiled. */
  compiling: CompileSession | undefined;
  /** What was recorded before. */
  readonly programs: ProgramCache;
}

/** Randomness inside a scan: one draw per generator and scan, then numbered by step and by call within the step. */
interface ScanStep {
  /** The draw of a generator. */
  readonly drawOf: (generator: RandomGenerator, next: () => number) => number;
  readonly step: number;
  call: number;
}

/** What a recorded step sees in place of the backend. */
interface StepRecorder {
  /** What runs instead of the backend. */
  readonly recorder: Recorder;
  /** The backend that the step is recorded for. */
  readonly target: Backend;
  /** What stands for the block of a tensor that was there before the step. @throws StateError unless it is a parameter or buffer */
  blockOf(tensor: Tensor): Block;
}

/** What a function tells that is being compiled. */
interface CompileSession {
  /** A parameter or buffer is used. */
  box(box: Tensor): void;
  /** Numbers were drawn from a generator. */
  drew(generator: RandomGenerator, draw: number): void;
  /** Does now, and again in every run, what changes something on the host. `reads` are places whose values it wants. */
  effect(run: () => void): void;
  /** Does the same with the values of scalars. */
  inspect(scalars: readonly Tensor[], see: (values: readonly number[]) => void): void;
  /** A number that is worked out for every run. */
  number(read: () => number): number;
  /** Runs `fn`, which happens but once. */
  outside<R>(fn: () => R): R;
  /** Runs `fn`, which gives a new parameter or buffer its first value: once, if it lives on. */
  initialize(box: Tensor, fn: () => void): void;
}

const version = '0.0.0';
const key = Symbol.for('ostinato.tensor.runtime');

const mine: Runtime = {
  version,
  backend: undefined,
  tapes: [],
  scope: undefined,
  training: undefined,
  generator: undefined,
  scanStep: undefined,
  recording: undefined,
  loops: false,
  ran: undefined,
  compiling: undefined,
  programs: new WeakMap(),
};

/** The state of this copy. @throws StateError when another copy of the package is already in use */
export function runtime(): Runtime {
  const shared = globalThis as { [key]?: Runtime };
  const first = (shared[key] ??= mine);
  if (first !== mine) {
    throw new StateError(
      `@ostinato/tensor is installed twice (versions ${first.version} and ${version}); tensors of one copy are ` +
        'unknown to the other. Install one version for the whole program: see `npm ls @ostinato/tensor`.',
    );
  }
  return mine;
}

/** The backend that new tensors are made on. @throws StateError when none was set */
export function currentBackend(): Backend {
  const { backend } = runtime();
  if (backend !== undefined) return backend;
  throw new StateError(
    'There is no backend yet. Choose one before the first tensor:\n' +
      "  import { jsBackend } from '@ostinato/backend-js';\n" +
      '  setBackend(jsBackend());',
    { code: 'STATE_NO_BACKEND' },
  );
}

/** Checks that an argument is a backend and returns it. @throws ArgumentError */
export function checkBackend(where: string, backend: unknown): Backend {
  if (typeof (backend as Partial<Backend> | null | undefined)?.allocate === 'function') return backend as Backend;
  throw typeError(where, 'backend', 'a backend such as jsBackend()', backend);
}

/** Makes `backend` the one that new tensors live on. Existing tensors stay where they are. @throws ArgumentError */
export function setBackend(backend: Backend): void {
  runtime().backend = checkBackend('setBackend', backend);
}

/** What stands for the block of a tensor: itself, unless a step is being recorded and the block was there before it. */
export function recordedBlock(tensor: Tensor, block: Block): Block {
  const { recording } = mine;
  return recording === undefined || block.backend === recording.recorder ? block : recording.blockOf(tensor);
}

/** The backend that ops on a tensor of `backend` run on: the recorder while a step is recorded for it. */
export function recordedBackend(backend: Backend): Backend {
  const { recording } = mine;
  return recording !== undefined && backend === recording.target ? recording.recorder : backend;
}

/**
 * For what keeps a state of its own between calls or goes to another library: it can neither be differentiated nor repeated from a list.
 * @throws StateError inside `valueAndGrad`, the step of a scan, and a function that is being compiled
 */
export function refuseRecording(where: string): void {
  const { tapes, scanStep, recording, compiling } = runtime();
  if (tapes.length === 0 && scanStep === undefined && recording === undefined && compiling === undefined) return;
  const around = compiling !== undefined ? 'compile' : tapes.length > 0 ? 'valueAndGrad' : 'the step of a scan';
  throw new StateError(
    `${where}: what this does is not recorded, so it cannot be called inside ${around}. Call it before or after.`,
    { code: 'STATE_RECORDING' },
  );
}

/** @throws StateError while a step is being recorded */
export function refuseInRecording(where: string): void {
  if (mine.recording === undefined) return;
  throw new StateError(
    `${where}: a step of a scan is being recorded, and cannot change parameters or buffers. Return what changes as state or ` +
      'output, and assign it after the scan.',
    { code: 'STATE_RECORDING' },
  );
}

/** The code of an error that says that a step can be looped but not recorded. */
export const onlyLoops = 'STATE_ONLY_LOOPS';

/** For ops that make values on the host, anew at every step. @throws StateError while a step is being recorded: it will be looped */
export function loopInRecording(where: string): void {
  if (mine.recording === undefined) return;
  throw new StateError(`${where} makes its numbers on the host, so a step with it cannot be recorded.`, {
    code: onlyLoops,
  });
}

/** The current backend. @throws StateError when none was set */
export function getBackend(): Backend {
  return currentBackend();
}

/** Throws when `result` is a promise: scoped functions must be synchronous. Returns it otherwise. */
export function synchronous<R>(where: string, result: R): R {
  if (typeof (result as { then?: unknown } | null | undefined)?.then !== 'function') return result;
  (result as unknown as Promise<unknown>).then(undefined, () => {});
  throw new ArgumentError(
    `${where}: the function returned a promise. It must be synchronous: await before or after ${where}.`,
    { code: 'ARGUMENT_TYPE' },
  );
}

/** Runs `fn` with another current backend. @throws ArgumentError when `fn` returns a promise */
export function withBackend<R>(backend: Backend, fn: () => R): R {
  checkFunction('withBackend', 'fn', fn);
  const state = runtime();
  const before = state.backend;
  setBackend(backend);
  try {
    return synchronous('withBackend', fn());
  } finally {
    state.backend = before;
  }
}
