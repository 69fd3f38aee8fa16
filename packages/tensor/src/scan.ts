import {
  checkFlags,
  checkFunction,
  checkInteger,
  checkOneOf,
  checkOptions,
  ShapeError,
  typeError,
} from '@ostinato/base';
import { loopScan } from './scan/loop.ts';
import { replayScan } from './scan/replay.ts';
import type { ScanOptions, ScanResult, Step } from './scan/types.ts';
import { tensorsIn } from './tree.ts';

export type { ScanOptions, ScanResult, Step, StepContext, StepResult } from './scan/types.ts';

/**
 * Runs `step` over time: `xs` is a tree of tensors `[steps, batch, ...]`, `init` the state before the first step, a tree
 * of tensors `[batch, ...]`. Without inputs, `xs` is the number of steps and the step gets `undefined`. The step sees one time slice of
 * `xs`, its state, `given` and `shared`, and must be a pure function of them and of parameters: it is recorded once, with made-up batch
 * sizes, and replayed as long as the same function is passed, so what else it reads stays as it was. Differentiable; padded steps change
 * nothing and get no gradient, and a gradient of the state of 8e-31 or less is not handed on to the step before (ADR 30).
 * @throws ShapeError when sizes disagree or the step changes the form of the state; ArgumentError for bad lengths
 */
export function scan<X, S, O, G = undefined, H = undefined>(
  step: Step<X, S, O, G, H>,
  init: S,
  xs: X,
  options: ScanOptions<G, H> = {},
): ScanResult<S, O> {
  checkFunction('scan', 'step', step);
  checkOptions('scan', options, ['given', 'shared', 'lengths', 'mask', 'reverse', 'trace', 'memory']);
  checkFlags('scan', { reverse: options.reverse, trace: options.trace });
  checkOneOf('scan', 'memory', options.memory ?? 'high', ['high', 'low']);
  const call = { step, init, xs, options, ...sizes(xs, init) };
  return replayScan(call) ?? loopScan(call);
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
