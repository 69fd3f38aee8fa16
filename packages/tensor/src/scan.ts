import { checkFlags, checkFunction, checkInteger, checkOptions, ShapeError, typeError } from '@ostinato/base';
import { stack, unstack } from './ops/stack.ts';
import { where } from './ops/where.ts';
import { reshape } from './ops/reshape.ts';
import { zeros } from './ops/creation.ts';
import { keepMask } from './keep-mask.ts';
import { runtime, synchronous } from './runtime.ts';
import { tidy } from './tidy.ts';
import type { Tensor } from './tensor.ts';
import { mapTree, tensorsIn } from './tree.ts';

/** What one step returns. `state` must have the form of the state it got. */
export interface StepResult<S, O> {
  /** A tree of tensors `[batch, ...]`. */
  readonly output: O;
  /** What the next step gets, a tree of tensors `[batch, ...]`. */
  readonly state: S;
  /** Named intermediate values, such as gates. */
  readonly trace?: Readonly<Record<string, Tensor>>;
}

/** Tensors that every step sees: `given` has a batch axis, `shared` has none. */
interface StepContext<G, H> {
  /** The option `given`. */
  readonly given: G;
  /** The option `shared`. */
  readonly shared: H;
}

/** Options of `scan`. */
export interface ScanOptions<G = unknown, H = unknown> {
  /** Tensors with a batch axis that every step sees. */
  readonly given?: G;
  /** Tensors without a batch axis that every step sees. */
  readonly shared?: H;
  /** Steps of each sequence, 0 to `steps`: after its end a sequence keeps its state and its outputs are 0. */
  readonly lengths?: readonly number[] | Int32Array;
  /** `[batch, steps]`, true = keep: as `lengths`, for padding anywhere. */
  readonly mask?: Tensor<'bool'>;
  /** From the last step to the first; outputs stay in the order of the inputs. Default `false`. */
  readonly reverse?: boolean;
  /** Whether the step's trace is collected. Default `false`. */
  readonly trace?: boolean;
}

/** What `scan` returns: outputs and traces of all steps, `[steps, batch, ...]`, and the state after the last. */
export interface ScanResult<S, O> {
  /** The tree of the step's output, each tensor `[steps, batch, ...]`. */
  readonly outputs: O;
  /** The state after each sequence's last step, `[batch, ...]`. */
  readonly state: S;
  /** Named intermediate values `[steps, batch, ...]`, when they were asked for. */
  readonly trace: Readonly<Record<string, Tensor>> | undefined;
}

/**
 * Runs `step` over time: `xs` is a tree of tensors `[steps, batch, ...]`, `init` the state before the first step, a tree
 * of tensors `[batch, ...]`. Without inputs, `xs` is the number of steps. The step sees one time slice of `xs`, its state, `given` and `shared`, and must be a pure
 * function of them and of parameters. Differentiable; padded steps change nothing and get no gradient.
 * @throws ShapeError when sizes disagree or the step changes the form of the state; ArgumentError for bad lengths
 */
export function scan<X, S, O, G = undefined, H = undefined>(
  step: (x: X, state: S, context: StepContext<G, H>) => StepResult<S, O>,
  init: S,
  xs: X,
  options: ScanOptions<G, H> = {},
): ScanResult<S, O> {
  checkFunction('scan', 'step', step);
  checkOptions('scan', options, ['given', 'shared', 'lengths', 'mask', 'reverse', 'trace']);
  checkFlags('scan', { reverse: options.reverse, trace: options.trace });
  const { steps, batch } = sizes(xs, init);
  return tidy(() => {
    const keep = keepMask(options, steps, batch, [...tensorsIn([xs, init])][0]?.backend);
    const clean = keep === undefined ? xs : mapTree(xs, (x) => where(fit(keep, x.rank), x, zeroOf(x)));
    const slices = unstackTree(clean, steps);
    const keepAt = keep && unstack(keep);
    const context = { given: options.given as G, shared: options.shared as H };
    const results: StepResult<S, O>[] = Array(steps);
    let state = init;
    eachStep((enter) => {
      for (let i = 0; i < steps; i++) {
        const t = options.reverse === true ? steps - 1 - i : i;
        enter(t);
        results[t] = tidy(() => oneStep(step, slices[t] as X, state, context, keepAt?.[t]));
        state = results[t]!.state;
      }
    });
    const outputs = stackTrees(results.map(({ output }) => output)) as O;
    const trace = options.trace === true ? stackTrees(results.map((result) => result.trace ?? {})) : undefined;
    return { outputs, state, trace };
  });
}

/** One step; where `keep [batch]` is false the state stays and the outputs are 0. */
function oneStep<X, S, O, G, H>(
  step: (x: X, state: S, context: StepContext<G, H>) => StepResult<S, O>,
  x: X,
  state: S,
  context: StepContext<G, H>,
  keep: Tensor<'bool'> | undefined,
): StepResult<S, O> {
  const result = synchronous('scan', step(x, state, context));
  const before = paths(state);
  const after = paths(result.state);
  const forms = [...before.keys(), ...after.keys()];
  for (const path of forms) {
    const [was, is] = [before.get(path), after.get(path)];
    if (was !== undefined && is !== undefined && was.shape.join() === is.shape.join() && was.dtype === is.dtype)
      continue;
    throw new ShapeError(
      `scan: the step changed state${path && ` ${path}`} from ${was ?? 'nothing'} to ${is ?? 'nothing'}; it must keep shapes and dtypes.`,
    );
  }
  if (keep === undefined) return result;
  return {
    output: mapTree(result.output, (value) => where(fit(keep, value.rank), value, zeroOf(value))),
    state: mapTree(result.state, (value, path) => where(fit(keep, value.rank), value, before.get(path)!)),
    ...(result.trace && {
      trace: mapTree(result.trace, (value) => where(fit(keep, value.rank), value, zeroOf(value))),
    }),
  };
}

function paths(tree: unknown): Map<string, Tensor> {
  const found = new Map<string, Tensor>();
  mapTree(tree, (tensor, path) => found.set(path, tensor));
  return found;
}

const zeroOf = (x: Tensor): Tensor => zeros([], { dtype: x.dtype, backend: x.backend });

/** A mask with axes of size 1 behind it, up to `rank`. */
function fit(mask: Tensor<'bool'>, rank: number): Tensor<'bool'> {
  return mask.rank >= rank ? mask : reshape(mask, [...mask.shape, ...Array<number>(rank - mask.rank).fill(1)]);
}

function sizes(xs: unknown, init: unknown): { steps: number; batch: number } {
  const inputs = [...tensorsIn(xs)];
  if (typeof xs !== 'number' && inputs.length === 0)
    throw typeError('scan', 'xs', 'a tree of tensors [steps, batch, ...] or the number of steps', xs);
  const steps = checkInteger('scan', 'steps', typeof xs === 'number' ? xs : inputs[0]?.shape[0], { min: 1 });
  const batch = inputs[0]?.shape[1] ?? [...tensorsIn(init)][0]?.shape[0] ?? 1;
  for (const x of inputs) {
    if (x.shape[0] !== steps)
      throw new ShapeError(`scan: all inputs must have ${steps} steps in axis 0, got [${x.shape}].`);
    if ((x.shape[1] ?? batch) !== batch)
      throw new ShapeError(`scan: all inputs must have ${batch} sequences in axis 1, got [${x.shape}].`);
  }
  return { steps, batch };
}

/** One tree for each step out of a tree of tensors with the steps in axis 0. */
function unstackTree(tree: unknown, steps: number): unknown[] {
  const slices = new Map(Array.from(tensorsIn(tree), (x) => [x, unstack(x)]));
  return Array.from({ length: steps }, (_, t) => mapTree(tree, (x) => slices.get(x)![t]));
}

/** The reverse: a tree of tensors with the steps in axis 0 out of one tree for each step. */
function stackTrees<T>(trees: readonly T[]): T {
  const columns = trees.map((tree) => [...tensorsIn(tree)]);
  let next = 0;
  return mapTree(trees[0]!, () => {
    const slot = next++;
    return stack(columns.map((column) => column[slot]!));
  });
}

/** Runs a loop; `enter(t)` numbers the random draws of step `t`. */
function eachStep(loop: (enter: (t: number) => void) => void): void {
  const state = runtime();
  const before = state.scanStep;
  const draws = new Map();
  try {
    loop((t) => {
      state.scanStep = { draws, step: t, call: 0 };
    });
  } finally {
    state.scanStep = before;
  }
}
