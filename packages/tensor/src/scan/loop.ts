import { ShapeError, typeError } from '@ostinato/base';
import { keepMask } from '../keep-mask.ts';
import { zeros } from '../ops/creation.ts';
import { reshape } from '../ops/reshape.ts';
import { stack, unstack } from '../ops/stack.ts';
import { where } from '../ops/where.ts';
import type { RandomGenerator } from '../random-generator.ts';
import { runtime, synchronous } from '../runtime.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { isRecord, mapTree, tensorsIn } from '../tree.ts';
import { withoutNegligibleGradients } from './state-gradient.ts';
import type { ScanCall, ScanResult, Step, StepContext, StepResult } from './types.ts';

/** Runs the step of a scan as often as there are steps: what every other way of running it must equal. */
export function loopScan<X, S, O, G, H>({
  step,
  init,
  xs,
  options,
  steps,
  batch,
}: ScanCall<X, S, O, G, H>): ScanResult<S, O> {
  return tidy(() => {
    const keep = keepMask(options, steps, batch, [...tensorsIn([xs, init])][0]?.backend);
    const clean = keep === undefined ? xs : masked(xs, keep);
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

/** Inputs with 0 where `keep` is false. */
export function masked<X>(xs: X, keep: Tensor<'bool'>): X {
  return mapTree(xs, (x) => where(fit(keep, x.rank), x, zeroOf(x)));
}

/** One step; where `keep [batch]` is false the state stays and the outputs are 0. */
export function oneStep<X, S, O, G, H>(
  step: Step<X, S, O, G, H>,
  x: X,
  state: S,
  context: StepContext<G, H>,
  keep: Tensor<'bool'> | undefined,
): StepResult<S, O> {
  const result = synchronous('scan', step(x, withoutNegligibleGradients(state), context));
  if (!isRecord(result) || !('state' in result))
    throw typeError('scan', 'the result of the step', 'an object { output, state }', result);
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

/** One tree for each step out of a tree of tensors with the steps in axis 0. */
function unstackTree(tree: unknown, steps: number): unknown[] {
  const slices = new Map(Array.from(tensorsIn(tree), (x) => [x, unstack(x)]));
  if (typeof tree === 'number') return Array(steps).fill(undefined);
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
  // Inside the step of another scan the draws are calls of that step.
  if (before !== undefined) return loop(() => {});
  const draws = new Map<RandomGenerator, number>();
  const drawOf = (generator: RandomGenerator, next: () => number): number => {
    if (!draws.has(generator)) draws.set(generator, next());
    return draws.get(generator)!;
  };
  try {
    loop((t) => {
      state.scanStep = { drawOf, step: t, call: 0 };
    });
  } finally {
    state.scanStep = before;
  }
}
