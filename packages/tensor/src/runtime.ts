import type { Backend } from '@ostinato/backend';
import { ArgumentError, checkFunction, StateError, typeError } from '@ostinato/base';
import type { RandomGenerator } from './random-generator.ts';
import type { Scope } from './scope.ts';
import type { Tape } from './tape.ts';

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
}

/** Randomness inside a scan: one draw per generator and scan, then numbered by step and by call within the step. */
interface ScanStep {
  readonly draws: Map<RandomGenerator, number>;
  readonly step: number;
  call: number;
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
