import type { Backend } from '@ostinato/backend';
import { StateError } from '@ostinato/base';
import { fixedBatchGraph, graphOf, type InputRole, LoopProgram, type ProgramOptions } from '@ostinato/program';
import { onlyLoops, runtime } from '../runtime.ts';
import type { Shape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { tensorsIn } from '../tree.ts';
import { formOfTree } from './form-key.ts';
import { type FixedBatch, type Outcome, outcomesOf, type RecordedProgram } from './program-cache.ts';
import { recordStep, type StepForm } from './record-step.ts';
import type { ScanCall } from './types.ts';

/** The program of a scan's step for arguments of this form, recorded if there is none yet; undefined where it must be looped. */
export function findProgram<X, S, O, G, H>(
  call: ScanCall<X, S, O, G, H>,
  backend: Backend,
): RecordedProgram | undefined {
  const { programs, tapes, training } = runtime();
  const { step, init, xs, options, batch } = call;
  const [tape] = tapes; // not that of the recording
  const wants = (tensor: Tensor): boolean => tape?.reaches(tensor) === true;
  const { given, shared, trace = false } = options;
  const inputs = typeof xs === 'number' ? undefined : xs;
  const padded = options.lengths !== undefined || options.mask !== undefined;
  const form: StepForm = {
    step: step as StepForm['step'],
    backend,
    xs: inputs,
    init,
    given,
    shared,
    trace,
    wants,
    masks: false,
    differentiation: tape?.scans,
  };
  const outcomes = outcomesOf(programs, backend, step);
  const describe = (skip: number) => (tensor: Tensor) =>
    `${tensor.dtype}[${tensor.shape.slice(skip)}]${wants(tensor) ? 'g' : ''}`;
  const parts = [
    formOfTree(inputs, describe(2)),
    formOfTree([init, given], describe(1)),
    formOfTree(shared, describe(0)),
  ];
  const key = [...parts, trace, training !== undefined, tapes.length].join('|');
  if (!hasRows(call)) return fixedBatch('an input or a state has no batch axis');
  const outcome = outcomes.get(key);
  if (isFixedBatch(outcome)) return fixedBatch(outcome.fixedBatch);
  const known = matching(outcome, backend, wants);
  if (known !== undefined) return known === 'loop' ? undefined : known;
  const found = recordRows(form);
  if (isFixedBatch(found)) {
    outcomes.set(key, found);
    return fixedBatch(found.fixedBatch);
  }
  return remember(outcomes, key, found);

  function fixedBatch(reason: string): RecordedProgram | undefined {
    const place = `${key}|${batch}|${padded}|${formOfTree([inputs, init, given], describe(0))}`;
    const before = matching(outcomes.get(place), backend, wants);
    if (before !== undefined) return before === 'loop' ? undefined : before;
    return remember(outcomes, place, recordBatch({ ...form, masks: padded }, batch, reason));
  }
}

const isFixedBatch = (outcome: Outcome | RecordedProgram | undefined): outcome is FixedBatch =>
  typeof outcome === 'object' && 'fixedBatch' in outcome;

/** Whether every input, state and given tensor has a row for each sequence. */
function hasRows<X, S, O, G, H>({ xs, init, options, batch }: ScanCall<X, S, O, G, H>): boolean {
  const inputs = [...tensorsIn(xs)].every(({ shape }) => shape.length >= 2 && shape[1] === batch);
  return inputs && [...tensorsIn([init, options.given])].every(({ shape }) => shape[0] === batch);
}

/** A program that was recorded for the same parameters, wanting the same gradients. */
function matching(
  outcome: Outcome | undefined,
  backend: Backend,
  wants: (tensor: Tensor) => boolean,
): RecordedProgram | 'loop' | undefined {
  if (outcome === undefined || isFixedBatch(outcome)) return undefined;
  if (outcome === 'loop') return 'loop';
  return outcome.recorded.find(({ boxes }) =>
    boxes.every(({ tensor, wanted }) => tensor.backend === backend && wants(tensor) === wanted),
  );
}

function remember(
  outcomes: Map<string, Outcome>,
  key: string,
  found: RecordedProgram | 'loop' | 'fails',
): RecordedProgram | undefined {
  if (found === 'fails') return undefined;
  if (found === 'loop') {
    outcomes.set(key, 'loop');
    return undefined;
  }
  const before = outcomes.get(key);
  outcomes.set(key, {
    recorded: [...(typeof before === 'object' && 'recorded' in before ? before.recorded : []), found],
  });
  return found;
}

/** Records a step with 2 and with 3 rows. */
function recordRows(form: StepForm): RecordedProgram | FixedBatch | 'loop' {
  const rowShape =
    (rows: number) =>
    (role: InputRole, shape: Shape): Shape =>
      role === 'fixed' ? shape : [rows, ...shape.slice(role === 'x' ? 2 : 1)];
  const recorded = attempt(() => [recordStep(form, 2, rowShape(2)), recordStep(form, 3, rowShape(3))] as const);
  if (recorded === 'loop') return 'loop';
  if (recorded === 'fails') return { fixedBatch: 'it cannot be recorded with other batch sizes' };
  const graph = graphOf(recorded[0].recording, recorded[1].recording);
  if (typeof graph === 'string') return { fixedBatch: graph };
  return { ...recorded[0], program: new LoopProgram(graph, form.backend, programOptions(form)) };
}

const programOptions = ({ differentiation }: StepForm): ProgramOptions =>
  differentiation === undefined ? {} : { differentiable: differentiation.program };

/** Records a step with all of its batch as one row. */
function recordBatch(form: StepForm, batch: number, reason: string): RecordedProgram | 'loop' | 'fails' {
  const whole = (role: InputRole, shape: Shape): Shape => (role === 'x' ? shape.slice(1) : shape);
  const recorded = attempt(() => recordStep(form, batch, whole));
  if (typeof recorded === 'string') return recorded;
  const program = new LoopProgram(fixedBatchGraph(recorded.recording, reason), form.backend, programOptions(form));
  return { ...recorded, program };
}

/** Runs a recording; what goes wrong with made-up shapes will go wrong, or not, with those of the caller. */
function attempt<R>(record: () => R): R | 'loop' | 'fails' {
  try {
    return record();
  } catch (error) {
    const code = error instanceof StateError ? error.code : '';
    if (code === 'STATE_RECORDING') throw error;
    return code === onlyLoops ? 'loop' : 'fails';
  }
}
