import type { Backend } from '@ostinato/backend';
import { type DType, StateError } from '@ostinato/base';
import { type Ghost, Recorder, type InputRole, type ResultRole, type StepRecording } from '@ostinato/program';
import { Block } from '../block.ts';
import { own } from '../ops/make.ts';
import type { RandomGenerator } from '../random-generator.ts';
import { runtime, type Runtime } from '../runtime.ts';
import { type Shape, sizeOf } from '../shape.ts';
import type { Tape } from '../tape.ts';
import { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { mapTree, tensorsIn } from '../tree.ts';
import type { ScanDifferentiation } from './differentiation.ts';
import { masked, oneStep } from './loop.ts';
import { type GeneratorRole, type Leaf, leafMark, type RecordedProgram } from './program-cache.ts';
import type { Step, StepResult } from './types.ts';

/** What a step is recorded with: trees of tensors whose shapes are those of one step. */
export interface StepForm {
  readonly step: Step<unknown, unknown, unknown, unknown, unknown>;
  readonly backend: Backend;
  readonly xs: unknown;
  readonly init: unknown;
  readonly given: unknown;
  readonly shared: unknown;
  readonly trace: boolean;
  /** Whether padding is left out by `where`, because rows cannot be. */
  readonly masks: boolean;
  /** Whether the gradient of a tensor is wanted. */
  readonly wants: (tensor: Tensor) => boolean;
  /** What differentiates the step, if a tape is open. */
  readonly differentiation: ScanDifferentiation | undefined;
}

/** How the shape of a tensor in a role becomes that of one step with `rows` rows. */
type Reshape = (role: InputRole, shape: Shape) => Shape;

/** A recording, and what a program made of it needs to know of its step. */
export interface RecordedStep extends Omit<RecordedProgram, 'program'> {
  readonly recording: StepRecording;
}

/** Runs a step on a recorder with `rows` rows. `shapeOf` gives the shapes of its arguments. */
export function recordStep(form: StepForm, rows: number, shapeOf: Reshape): RecordedStep {
  const state = runtime();
  const recorder = new Recorder(form.backend);
  const tape = form.differentiation?.newTape();
  const inputs: StepRecording['inputs'][number][] = [];
  const boxes = new Map<Tensor, { readonly block: Block; readonly wanted: boolean }>();
  const generators: RandomGenerator[] = [];

  const ghost = <D extends DType>(shape: Shape, dtype: D): Tensor<D> =>
    own(new Tensor(new Block(recorder, recorder.allocate(dtype, sizeOf(shape))), 0, shape, dtype));
  const input = (role: InputRole, index: number, shape: Shape, dtype: DType): Tensor => {
    const tensor = ghost(shape, dtype);
    inputs.push({ role, index, ghost: tensor.storage() as Ghost });
    return tensor;
  };
  const inputsOf = (role: InputRole, tree: unknown, first: number): unknown => {
    let index = first;
    return mapTree(tree, (tensor) => {
      const made = input(role, index++, shapeOf(role, tensor.shape), tensor.dtype);
      if (tensor.dtype === 'float32' && (role === 'state' || form.wants(tensor))) tape?.watch(made);
      return made;
    });
  };
  // Fixed inputs: what is shared, then the boxes in the order they are met.
  const sharedCount = [...tensorsIn(form.shared)].length;
  const blockOf = (tensor: Tensor): Block => {
    const known = boxes.get(tensor)?.block;
    if (known !== undefined) return known;
    if (tensor.constructor === Tensor) throw foreign(tensor);
    const block = new Block(recorder, recorder.allocate(tensor.dtype, tensor.size)).hold();
    inputs.push({ role: 'fixed', index: sharedCount + boxes.size, ghost: block.storage as Ghost });
    const wanted = tensor.dtype === 'float32' && form.wants(tensor);
    boxes.set(tensor, { block, wanted });
    if (wanted) tape?.watch(tensor);
    return block;
  };

  return inRecording(state, { recorder, target: form.backend, blockOf }, tape, generators, () => {
    const given = inputsOf('given', form.given, 0);
    const shared = inputsOf('fixed', form.shared, 0);
    const before = inputsOf('state', form.init, 0);
    const xs = inputsOf('x', form.xs, 0);
    const keep = form.masks
      ? (input('x', [...tensorsIn(form.xs)].length, [rows], 'bool') as Tensor<'bool'>)
      : undefined;
    const x = keep === undefined ? xs : masked(xs, keep);
    const result = oneStep(form.step, x, before, { given, shared }, keep);
    const forwardCalls = recorder.calls.length;
    const leaves = leavesOf(result, form.trace);
    const results = [
      ...leaves.map((tensor, index) => resultOf('output', index, tensor)),
      ...[...tensorsIn(result.state)].map((tensor, index) => resultOf('nextState', index, tensor)),
    ];
    const wanted = inputsWanted(
      form,
      [...boxes.values()].some((box) => box.wanted),
    );
    const reached = leaves.map((tensor) => wanted && tensor.dtype === 'float32' && tape?.reaches(tensor) === true);
    if (wanted && tape !== undefined) {
      const sources = { given, shared, before, xs, boxes: [...boxes.keys()], sharedCount };
      const ends = { leaves, states: [...tensorsIn(result.state)] };
      results.push(...form.differentiation!.recordBackward(tape, recorder, ends, sources, input));
    }
    tape?.dispose();
    return {
      recording: { recorder, rows, inputs, results, forwardCalls },
      boxes: Array.from(boxes, ([tensor, box]) => ({ tensor, wanted: box.wanted })),
      generators: generators.map((generator) => roleOf(state, generator)),
      output: mapTree(result.output, () => leafMark),
      trace: form.trace ? mapTree(result.trace ?? {}, () => leafMark) : undefined,
      leaves: leaves.map(({ shape, dtype }, i): Leaf => ({ shape, dtype, reached: reached[i]! })),
      differentiates: wanted,
    };
  });
}

/** Whether any gradient is wanted at all. */
const inputsWanted = ({ xs, init, given, shared, wants }: StepForm, ofBoxes: boolean): boolean =>
  ofBoxes || [...tensorsIn([xs, init, given, shared])].some((tensor) => tensor.dtype === 'float32' && wants(tensor));

const leavesOf = ({ output, trace }: StepResult<unknown, unknown>, traced: boolean): Tensor[] => [
  ...tensorsIn(output),
  ...(traced ? tensorsIn(trace ?? {}) : []),
];

/** A result of a recording: where a tensor is, and its size. */
export const resultOf = (role: ResultRole, index: number, tensor: Tensor) => ({
  role,
  index,
  ghost: tensor.storage() as Ghost,
  count: tensor.size,
});

/** Runs `fn` with the recorder as backend, a tape of its own, and draws that are numbered by generator. */
function inRecording<R>(
  state: Runtime,
  recording: NonNullable<Runtime['recording']>,
  tape: Tape | undefined,
  generators: RandomGenerator[],
  fn: () => R,
): R {
  const { backend, scanStep } = state;
  const tapes = state.tapes.splice(0);
  const drawOf = (generator: RandomGenerator): number => {
    if (!generators.includes(generator)) generators.push(generator);
    return generators.indexOf(generator);
  };
  try {
    if (tape !== undefined) state.tapes.push(tape);
    state.recording = recording;
    if (backend === recording.target) state.backend = recording.recorder;
    state.scanStep = { drawOf, step: 0, call: 0 };
    return tidy(fn);
  } finally {
    state.tapes.length = 0;
    state.tapes.push(...tapes);
    state.recording = undefined;
    state.backend = backend;
    state.scanStep = scanStep;
  }
}

function roleOf(state: Runtime, generator: RandomGenerator): GeneratorRole {
  if (generator === state.training?.generator) return 'training';
  return generator === state.generator ? 'default' : generator;
}

const foreign = (tensor: Tensor): StateError =>
  new StateError(
    `scan: the step uses ${tensor}, which was made outside of it. A step sees its input, its state, parameters and buffers only; pass ` +
      'other tensors by the option `given` (if they have a batch axis) or `shared` (if they have none).',
    { code: 'STATE_RECORDING' },
  );
