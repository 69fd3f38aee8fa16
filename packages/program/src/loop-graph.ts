import { constant, type Extent, fitExtent, growsWithRows } from './extent.ts';
import { formOf } from './form.ts';
import { spreadRows } from './elementwise.ts';
import { asOneRow, type Fitted, fit, operandOf, type Recording } from './fit.ts';
import { kernelRow } from '@ostinato/backend';
import { type Call, type Form, type Operand, read, type Value, written } from './graph.ts';
import { isRandom } from './levels.ts';
import { neededFor } from './needed.ts';
import type { Ghost, RecordedCall } from './recorder.ts';

/**
 * What a block that was there before the step stands for: a tensor without rows (`fixed`: a parameter), one with a row for each
 * sequence that every step sees (`given`), an input of the step, its state, or, on the way back, the gradient of an output, of the
 * state after the step, or of a traced value.
 */
export type InputRole = 'fixed' | 'given' | 'x' | 'state' | 'outputGradient' | 'stateGradient';

/** What a result of a recording stands for. Gradients are those of the inputs of the same name. */
export type ResultRole = 'output' | 'nextState' | 'fixedGradient' | 'givenGradient' | 'xGradient' | 'stateGradient';

/** A role, and which of those of the role. */
export interface Port<R> {
  /** What it stands for. */
  readonly role: R;
  /** Which one. */
  readonly index: number;
}

/** An input of a recorded step. */
export interface RecordedInput extends Port<InputRole> {
  /** Its block. */
  readonly ghost: Ghost;
}

/** A result of a recorded step. */
export interface RecordedResult extends Port<ResultRole> {
  /** Where it begins. */
  readonly ghost: Ghost;
  /** Its number of elements. */
  readonly count: number;
}

/** A recorded step: with its inputs, its results, and where its backward pass begins. */
export interface StepRecording extends Recording {
  /** The blocks of the inputs. */
  readonly inputs: readonly RecordedInput[];
  /** Where the results are, and their numbers of elements. */
  readonly results: readonly RecordedResult[];
  /** How many calls the forward pass has. */
  readonly forwardCalls: number;
}

/** An input of a graph. */
export interface GraphInput extends Port<InputRole> {
  /** What is there before the step. */
  readonly value: Value;
}

/** A result of a graph. */
export interface GraphResult extends Port<ResultRole> {
  /** Where it begins. */
  readonly operand: Operand;
  /** Its number of elements. */
  readonly count: Extent;
}

/** One step of a loop as calls on values. */
export interface LoopGraph {
  /** Of the forward pass, then of the backward pass. */
  readonly calls: readonly Call[];
  /** What is there before the step. */
  readonly inputs: readonly GraphInput[];
  /** What is there after it. */
  readonly results: readonly GraphResult[];
  /** Why the whole batch is treated as one row, if it is. */
  readonly fixedBatch: string | undefined;
}

/** The graph of a step that was recorded with two numbers of rows, or why its rows cannot be told apart. */
export function graphOf(a: StepRecording, b: StepRecording): LoopGraph | string {
  const fitted = fit(a, b);
  if (typeof fitted === 'string') return fitted;
  const calls: Call[] = [];
  // What nobody needs may mix rows as it likes.
  const needed = neededFor(
    fitted.calls,
    a.results.map(({ ghost }) => fitted.values[ghost.block.id]!),
  );
  for (const [i, call] of fitted.calls.entries()) {
    const spread = spreadRows(call);
    const form = formOf(spread);
    const pass = i < a.forwardCalls ? 'forward' : 'backward';
    const mixing = typeof form === 'string' ? mixesRows(call.kernel, form, pass) : form.mixing;
    if (mixing === undefined) calls.push({ ...spread, form: form as Form, pass });
    else if (needed.has(call)) return mixing;
  }
  const counts = a.results.map(({ count }, i) => fitExtent(count, b.results[i]!.count, a.rows, b.rows));
  const rowless = a.results.findIndex(
    ({ role }, i) => !role.endsWith('Gradient') && counts[i] && !growsWithRows(counts[i]),
  );
  if (rowless >= 0) return 'the step returns a tensor without a batch axis';
  return counts.includes(undefined)
    ? 'a result has a size that depends on the batch size'
    : assemble(a, fitted, calls, counts as Extent[], undefined);
}

/** Why a call cannot be one of rows, although it walks them: it tells every row about the others. */
function mixesRows(kernel: Call['kernel'], form: Form, pass: Call['pass']): string | undefined {
  if (form === 'sum' && pass === 'forward') return `${kernel} sums over the batch`;
  return form === 'fixed' && isRandom({ kernel }) ? `${kernel} draws numbers that the whole batch shares` : undefined;
}

/** The graph of a step that was recorded at the real batch size, all of which is one row. */
export function fixedBatchGraph(recording: StepRecording, reason: string): LoopGraph {
  const varying = new Set(
    recording.inputs.flatMap(({ role, ghost }) => (role === 'fixed' || role === 'given' ? [] : [ghost.block.id])),
  );
  for (const { args, kernel } of recording.recorder.calls) {
    const ghosts = args.filter((argument): argument is Ghost => typeof argument !== 'number');
    const random = isRandom({ kernel });
    if (!random && !ghosts.some(({ block }) => varying.has(block.id))) continue;
    for (const { block } of outputsOf(kernel, args)) varying.add(block.id);
  }
  const fitted = asOneRow(recording, varying);
  const calls = fitted.calls.map((call, i): Call => {
    const plain: Call = { ...call, form: 'fixed', pass: i < recording.forwardCalls ? 'forward' : 'backward' };
    return [...read(plain), ...written(plain)].some(({ count }) => count.perRow > 0)
      ? { ...plain, form: 'rows' }
      : plain;
  });
  const counts = recording.results.map(({ role, ghost, count }) =>
    varying.has(ghost.block.id) || !role.endsWith('Gradient') ? { base: 0, perRow: count } : constant(count),
  );
  return assemble(recording, fitted, calls, counts, reason);
}

/** The places that a recorded call writes. */
function outputsOf(kernel: RecordedCall['kernel'], args: RecordedCall['args']): Ghost[] {
  const { args: roles } = kernelRow(kernel);
  return args.flatMap((argument, i) => (typeof argument !== 'number' && roles[i]!.role !== 'in' ? [argument] : []));
}

function assemble(
  recording: StepRecording,
  { values }: Fitted,
  calls: readonly Call[],
  counts: readonly Extent[],
  fixedBatch: string | undefined,
): LoopGraph {
  const { recorder } = recording;
  return {
    calls,
    inputs: recording.inputs.map(({ role, index, ghost }) => ({ role, index, value: values[ghost.block.id]! })),
    results: recording.results.map(({ role, index, ghost }, i) => ({
      role,
      index,
      operand: operandOf(ghost, values, (dtype) => recorder.elementBytes(dtype)),
      count: counts[i]!,
    })),
    fixedBatch,
  };
}
