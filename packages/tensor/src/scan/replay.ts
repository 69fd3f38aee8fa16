import type { Backend } from '@ostinato/backend';
import { evenSchedule, IndexFault, rowsOf, type Schedule } from '@ostinato/program';
import { keepMask } from '../keep-mask.ts';
import { currentBackend, runtime } from '../runtime.ts';
import { sizeOf } from '../shape.ts';
import { record } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { isRecord, mapTree, tensorsIn } from '../tree.ts';
import { findProgram } from './find-program.ts';
import { scheduleOf } from './lengths.ts';
import { type ScanBindings, storagesOf, wholeForth } from './passes.ts';
import { type Leaf, leafMark, type RecordedProgram } from './program-cache.ts';
import { drawsOf, viewOf, withoutTapes } from './run-parts.ts';
import { type RowOrder, rowOrderOf } from './row-order.ts';
import type { ScanCall, ScanResult } from './types.ts';

/**
 * Runs a scan as a recorded program; undefined where it must be looped: on a backend without addresses, inside the step of another
 * scan, where gradients are differentiated again, and for steps that draw on the host.
 */
export function replayScan<X, S, O, G, H>(call: ScanCall<X, S, O, G, H>): ScanResult<S, O> | undefined {
  const { tapes, recording, scanStep, loops } = runtime();
  const all = [...tensorsIn([call.xs, call.init, call.options.given, call.options.shared])];
  const backend = all[0]?.backend ?? currentBackend();
  // One step has nothing to repeat: a program would only pack weights for it, which takes as long as the products themselves.
  if (call.steps === 1 && tapes.length === 0) return undefined;
  if (recording !== undefined || scanStep !== undefined || loops || tapes.length > 1) return undefined;
  if (backend.at === undefined || backend.readSync === undefined || all.some((tensor) => tensor.backend !== backend))
    return undefined;
  const lengths = scheduleOf(call.options, call.steps, call.batch);
  // Without a single row there is nothing to replay.
  const recorded = rowsOf(lengths) === 0 ? undefined : findProgram(call, backend);
  if (recorded === undefined) return undefined;
  const whole = recorded.program.fixedBatch !== undefined;
  const schedule = whole ? evenSchedule(call.steps, 1, lengths.reverse) : lengths;
  try {
    return tidy(() => run(call, recorded, schedule, backend));
  } catch (error) {
    // The loop finds the same index, and says where it was used.
    if (error instanceof IndexFault) return undefined;
    throw error;
  }
}

function run<X, S, O, G, H>(
  call: ScanCall<X, S, O, G, H>,
  recorded: RecordedProgram,
  schedule: Schedule,
  backend: Backend,
): ScanResult<S, O> {
  const { program, leaves } = recorded;
  runtime().ran?.add(program);
  const whole = program.fixedBatch !== undefined;
  const [xs, init, given, shared] = [call.xs, call.init, call.options.given, call.options.shared].map((tree) => [
    ...tensorsIn(tree),
  ]) as [Tensor[], Tensor[], Tensor[], Tensor[]];
  const boxes = recorded.boxes.map(({ tensor }) => tensor);
  const restOf = ({ shape }: Leaf): readonly number[] => (whole ? shape : shape.slice(1));
  // Without gradients nothing is kept anyway.
  const [tape] = call.options.memory === 'low' ? runtime().tapes : [];
  const widths = leaves.map((leaf) => ({ width: sizeOf(restOf(leaf)), dtype: leaf.dtype }));
  const segments = tape?.scans.segmentPasses(backend, widths);
  const forth = segments?.forth ?? wholeForth(backend);
  const result = withoutTapes(() => {
    const order = rowOrderOf(schedule, backend);
    const keep =
      whole && (call.options.lengths ?? call.options.mask)
        ? keepMask(call.options, call.steps, call.batch, backend)
        : undefined;
    const packed = {
      x: [...xs.map(order.pack), ...(keep ? [keep] : [])],
      given: given.map(order.sort),
      init: init.map(order.sort),
    };
    const fixed = [...shared, ...boxes];
    const bindings: ScanBindings = {
      schedule,
      fixed: storagesOf(fixed),
      given: storagesOf(packed.given),
      x: storagesOf(packed.x),
      rowBytes: packed.x.map(({ size, dtype }) => (size / rowsOf(schedule)) * backend.elementBytes(dtype)),
      draws: drawsOf(recorded.generators),
    };
    const run = forth(program, bindings, packed.init);
    const outputs = run.outputs.map(({ block, offset }, i) =>
      outputOf(block, offset, leaves[i]!.dtype, restOf(leaves[i]!), order, call, whole),
    );
    const states = run.states.map(({ block }, i) => order.unsort(viewOf(block, 0, init[i]!.shape, init[i]!.dtype)));
    return { packed, bindings, outputs, states, saved: run.saved };
  });
  if (recorded.differentiates && runtime().tapes.length > 0) {
    const { outputs, states, saved, packed, bindings } = result;
    const [tape] = runtime().tapes;
    const wants = (tensor: Tensor): boolean => tape?.reaches(tensor) === true;
    const inputs = [...xs, ...init, ...given, ...shared, ...boxes];
    const kept = [...saved, ...packed.x, ...packed.given, ...shared, ...boxes];
    const sources = { xs, init, given, shared, boxes };
    const gradients = tape!.scans.gradients(recorded, {
      backend,
      bindings,
      back: segments?.back,
      sources,
      saved: saved.length,
      outputs: outputs.length,
      wants,
    });
    record({ name: 'scan', inputs, outputs: [...outputs, ...states], saved: kept, gradients });
  }
  return assemble(call, recorded, result.outputs, result.states);
}

/** The rows of all steps as a tensor `[steps, batch, ...]`. */
function outputOf(
  block: Tensor,
  offset: number,
  dtype: Tensor['dtype'],
  rest: readonly number[],
  order: RowOrder,
  { steps, batch }: { readonly steps: number; readonly batch: number },
  whole: boolean,
): Tensor {
  const shape = whole ? [steps, ...rest] : [steps, batch, ...rest];
  return order.isEven
    ? viewOf(block, offset, shape, dtype)
    : order.unpack(viewOf(block, offset, [order.rows, ...rest], dtype), shape);
}

/** Outputs and states in the trees of the step. */
function assemble<X, S, O, G, H>(
  { init }: ScanCall<X, S, O, G, H>,
  recorded: RecordedProgram,
  outputs: readonly Tensor[],
  states: readonly Tensor[],
): ScanResult<S, O> {
  let next = 0;
  const fill = (tree: unknown): unknown => fillTree(tree, () => outputs[next++]!);
  const output = fill(recorded.output);
  const trace = recorded.trace === undefined ? undefined : fill(recorded.trace);
  let state = 0;
  return {
    outputs: output as O,
    trace: trace as ScanResult<S, O>['trace'],
    state: mapTree(init, () => states[state++]!),
  };
}

/** A tree with a tensor at every leaf that is marked. */
function fillTree(tree: unknown, next: () => Tensor): unknown {
  if (tree === leafMark) return next();
  if (Array.isArray(tree)) return tree.map((part) => fillTree(part, next));
  if (!isRecord(tree)) return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, part]) => [key, fillTree(part, next)]));
}
