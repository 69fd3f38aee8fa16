import type { Backend } from '@ostinato/backend';
import { ArgumentError, checkFunction, type DType, IndexError, OutOfMemoryError, typeError } from '@ostinato/base';
import { IndexFault, LiveNumber, type LoggedPlace, StepProgram } from '@ostinato/program';
import { makeTensor } from '../ops/make.ts';
import { Parameter } from '../parameter.ts';
import { currentBackend, runtime, synchronous } from '../runtime.ts';
import type { Shape } from '../shape.ts';
import { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { isRecord } from '../tree.ts';
import type { RandomGenerator } from '../random-generator.ts';
import { errorOf } from './rehearsal.ts';
import { Session } from './session.ts';

/** Programs that one function keeps; the one that was not used for longest makes room. */
const most = 16;

/** A compiled function. */
export interface Compiled<A extends readonly unknown[], R> {
  (...args: A): R;
  /** What it was compiled for, the last used last: forms of arguments, calls and bytes. */
  readonly programs: readonly CompiledForm[];
  /** Gives the memory of its programs back; it may be called again. */
  dispose(): void;
}

/** A program of a compiled function. */
export interface CompiledForm {
  /** The form of the arguments it was made for, and the mode. */
  readonly form: string;
  /** Why it was made: what differs from the program before. */
  readonly reason: string;
  /** Kernel calls of one run. */
  readonly calls: number;
  /** Calls that are only made when a parameter has changed. */
  readonly onceCalls: number;
  /** Calls of one run, by kernel. */
  readonly kernels: ReadonlyMap<string, number>;
  /** Bytes it keeps between runs. */
  readonly bytes: number;
}

interface Program {
  readonly program: StepProgram;
  readonly reason: string;
  readonly inputs: readonly Tensor[];
  readonly boxes: readonly Tensor[];
  readonly generators: readonly RandomGenerator[];
  /** The numbers of the present call. */
  readonly numbers: number[];
  readonly result: unknown;
  readonly leaves: readonly { readonly place: LoggedPlace; readonly shape: Shape; readonly dtype: DType }[];
}

/** What stands in a tree for a tensor. */
class Leaf {
  readonly index: number;

  constructor(index: number) {
    this.index = index;
  }
}

/**
 * A function that runs as one list of kernel calls from its second call on: no tapes, no shapes, no memory to take. The first call with
 * arguments of a form (their shapes and dtypes, booleans and strings, and whether training is on) runs `fn` and notes what it asks of the backend; later ones
 * repeat that with the values of the arguments and of parameters and buffers as they are then. So everything else stays what it was:
 * which way an `if` went, what a closure held. Arguments and results are tensors, or arrays and plain objects of them; a number among the
 * arguments may reach an op, not an `if`: arithmetic and comparisons with it throw, but JavaScript does not tell of `===`, of `if (number)` and of
 * `Number.isFinite`, so take care; what decides belongs into a string or a boolean. Numbers that are no operands, such as lengths, belong outside
 * of the function. Optimizers, generators and `assign` go on as if `fn` ran; a parameter or buffer that `fn` makes and keeps is made once, any
 * other tensor it keeps stays what it was.
 *
 * Without a backend that lists its calls (js, and any inside `valueAndGrad` around it) `fn` simply runs.
 * @throws StateError where `fn` reads a value; ArgumentError for results that are no tensors
 *
 * @example
 * const step = compile((x: Tensor<'float32'>, y: Tensor<'float32'>) => {
 *   const { value, gradients } = valueAndGrad(model, () => mse(model.forward(x), y));
 *   optimizer.update(gradients);
 *   return value;
 * });
 */
export function compile<A extends readonly unknown[], R>(fn: (...args: A) => R): Compiled<A, R> {
  checkFunction('compile', 'fn', fn);
  const programs = new Map<Backend, Map<string, Program>>();
  let latest: readonly string[] | undefined;
  const call = (...args: A): R => {
    const { tapes, recording, scanStep, compiling, loops } = runtime();
    const given = leavesOf(args);
    const tensors = given.filter((leaf) => leaf instanceof Tensor);
    const backend = tensors[0]?.backend ?? currentBackend();
    const inside = tapes.length > 0 || recording !== undefined || scanStep !== undefined || compiling !== undefined;
    if (inside || loops || backend.observe === undefined || tensors.some((x) => x.backend !== backend))
      return fn(...args);
    const forms = formsOf(args);
    const form = forms.join(', ');
    let own = programs.get(backend);
    if (own === undefined) programs.set(backend, (own = new Map()));
    const found = own.get(form);
    if (found === undefined || found.boxes.some(({ isDisposed }) => isDisposed)) {
      if (found !== undefined) free(found);
      own.delete(form);
      const reason = found === undefined ? reasonFor(latest, forms) : 'a parameter it used is gone';
      const { result, program } = note(fn, args, backend, reason);
      latest = forms;
      if (program === undefined) return result;
      if (own.size === most) {
        const [oldest, unused] = own.entries().next().value!;
        own.delete(oldest);
        free(unused);
      }
      own.set(form, program);
      return result;
    }
    own.delete(form);
    own.set(form, found);
    return replay(found, given, backend, () => void fn(...args)) as R;
  };
  return Object.defineProperties(call, {
    programs: {
      get: () =>
        [...programs.values()].flatMap((own) =>
          Array.from(own, ([form, { program, reason }]) => ({
            form,
            reason,
            calls: total(program.calls),
            onceCalls: total(program.onceCalls),
            kernels: program.calls,
            bytes: program.bytes,
          })),
        ),
    },
    dispose: {
      value: () => {
        for (const own of programs.values()) for (const program of own.values()) free(program);
        programs.clear();
      },
    },
  }) as Compiled<A, R>;
}

function free({ program, inputs }: Program): void {
  program.dispose();
  for (const input of inputs) input.dispose();
}

/** Runs `fn` on copies of its arguments, and notes what it does. */
function note<A extends readonly unknown[], R>(fn: (...args: A) => R, args: A, backend: Backend, reason: string) {
  const state = runtime();
  const session = new Session(backend);
  const inputs: Tensor[] = [];
  const numbers: number[] = [];
  const standIns = mapLeaves(args, (leaf) => {
    if (leaf instanceof Tensor) {
      const input = keepTensor(backend, leaf);
      inputs.push(input);
      return input;
    }
    const index = numbers.push(leaf) - 1;
    return new LiveNumber(() => numbers[index]!);
  }) as unknown as A;
  const observation = backend.observe!(session.log);
  state.compiling = session;
  try {
    const result = tidy(() => synchronous('compile', fn(...standIns)));
    if (session.log.fault !== undefined) throw session.log.fault;
    state.compiling = undefined;
    const leaves: Program['leaves'][number][] = [];
    const tree = mapLeaves(result, (leaf) => {
      if (!(leaf instanceof Tensor)) throw typeError('compile', 'a result of the function', 'a tensor', leaf);
      return new Leaf(leaves.push({ place: session.placeOf(leaf), shape: leaf.shape, dtype: leaf.dtype }) - 1);
    });
    observation.stop();
    const boxes = [...session.boxes].filter(({ isDisposed }) => !isDisposed);
    const generators = [...session.generators];
    session.log.drop((box) => !(box as Tensor).isDisposed);
    // What is made of parameters alone is made again when their versions change; buffers may change at every call.
    const staying = [...inputs, ...boxes].map((tensor) => {
      const stretch = session.stretchOf(tensor);
      return tensor instanceof Parameter ? { ...stretch, version: () => tensor.version } : stretch;
    });
    const places = leaves.map(({ place }) => place);
    const program = programOf(() => new StepProgram(backend, session.log, observation, staying, places));
    // What the function gave back of what stays is the caller's to free like everything else.
    const mine = new Set<Tensor>([...inputs, ...boxes]);
    const freed = mapLeaves(result, (leaf) => (mine.has(leaf as Tensor) ? copyOf(backend, leaf as Tensor) : leaf)) as R;
    if (program === undefined) {
      for (const input of inputs) input.dispose();
      return { result: freed, program: undefined };
    }
    return { result: freed, program: { program, reason, inputs, boxes, generators, numbers, result: tree, leaves } };
  } catch (error) {
    for (const input of inputs) input.dispose();
    throw error;
  } finally {
    state.compiling = undefined;
    observation.stop();
  }
}

/** A program, unless there is no memory for it: then the function goes on as it is. */
function programOf(make: () => StepProgram): StepProgram | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof OutOfMemoryError) return undefined;
    throw error;
  }
}

/** Runs a program on the tensors and numbers among its arguments. */
function replay(found: Program, given: readonly unknown[], backend: Backend, again: () => void): unknown {
  const { program, inputs, numbers, leaves, result, generators } = found;
  const draws = generators.map((generator) => generator.draws);
  let [input, number] = [0, 0];
  for (const leaf of given) {
    if (leaf instanceof Tensor) copyInto(backend, inputs[input++]!.storage(), leaf.storage(), leaf);
    else numbers[number++] = leaf as number;
  }
  try {
    program.run();
  } catch (error) {
    throw error instanceof IndexFault ? faultOf(found, draws, backend, again) : error;
  }
  return mapLeaves(result, (leaf) => {
    const { place, shape, dtype } = leaves[(leaf as unknown as Leaf).index]!;
    const out = makeTensor(backend, shape, dtype);
    copyInto(backend, out.storage(), program.addressOf(place), out);
    return out;
  });
}

/** Run once more, the function says where the index was used. What that changes is put back. */
function faultOf(
  { boxes, generators }: Program,
  draws: readonly number[],
  backend: Backend,
  again: () => void,
): unknown {
  const after = generators.map((generator) => generator.draws);
  const values = boxes.map((box) => keepTensor(backend, box));
  generators.forEach((generator, i) => (generator.draws = draws[i]!));
  try {
    return errorOf(again) ?? new IndexError('compile: an index is out of range.');
  } finally {
    generators.forEach((generator, i) => (generator.draws = after[i]!));
    boxes.forEach((box, i) => copyInto(backend, box.storage(), values[i]!.storage(), box));
    for (const value of values) value.dispose();
  }
}

function copyInto(backend: Backend, to: unknown, from: unknown, { dtype, size }: Tensor): void {
  backend.kernels[`copy.${dtype}`](to, from, 1, size, size, size);
}

function copyOf(backend: Backend, tensor: Tensor): Tensor {
  const copy = makeTensor(backend, tensor.shape, tensor.dtype);
  copyInto(backend, copy.storage(), tensor.storage(), tensor);
  return copy;
}

/** A copy that no scope frees. */
function keepTensor(backend: Backend, tensor: Tensor): Tensor {
  const copy = copyOf(backend, tensor);
  copy.adoptInto(undefined);
  return copy;
}

type LeafValue = Tensor | number;

/** The same tree with every tensor, number and mark replaced. @throws ArgumentError for anything else */
function mapLeaves(tree: unknown, change: (leaf: LeafValue) => unknown): unknown {
  if (tree === undefined || tree === null || typeof tree === 'boolean' || typeof tree === 'string') return tree;
  if (tree instanceof Tensor || typeof tree === 'number' || tree instanceof Leaf) return change(tree as LeafValue);
  if (Array.isArray(tree)) return tree.map((part) => mapLeaves(part, change));
  if (tree instanceof Map) return new Map(Array.from(tree, ([key, part]) => [key, mapLeaves(part, change)]));
  if (!isRecord(tree))
    throw new ArgumentError(
      'compile: arguments are tensors, numbers, booleans and strings, and arrays, plain objects and maps of them; results have tensors ' +
        'only. What does not change from call to call belongs outside of the function.',
      { code: 'ARGUMENT_TYPE' },
    );
  return Object.fromEntries(Object.entries(tree).map(([key, part]) => [key, mapLeaves(part, change)]));
}

/** Tensors and numbers in a tree, in order. */
function leavesOf(tree: unknown): (Tensor | number)[] {
  const leaves: (Tensor | number)[] = [];
  mapLeaves(tree, (leaf) => leaves.push(leaf));
  return leaves;
}

const total = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((sum, n) => sum + n, 0);

/** The form of each argument, and the mode: what a program holds for. */
const formsOf = (args: readonly unknown[]): string[] => [
  ...args.map(formIn),
  ...(runtime().training === undefined ? [] : ['in training']),
];

/** What sets the forms of a call apart from those of the program that was made before. */
function reasonFor(before: readonly string[] | undefined, forms: readonly string[]): string {
  if (before === undefined) return 'the first call';
  const length = Math.max(before.length, forms.length);
  const changes = Array.from({ length }, (_, i) => [i, before[i] ?? 'nothing', forms[i] ?? 'nothing'] as const).filter(
    ([, was, is]) => was !== is,
  );
  if (changes.length === 0) return 'its program had made room for others';
  return changes.map(([i, was, is]) => `argument ${i} is ${is}, not ${was}`).join('; ');
}

function formIn(tree: unknown): string {
  if (tree instanceof Tensor) return `${tree.dtype}[${tree.shape.join()}]`;
  if (typeof tree === 'number') return 'number';
  if (Array.isArray(tree)) return `[${tree.map(formIn).join(', ')}]`;
  if (typeof tree !== 'object' || tree === null) return JSON.stringify(tree) ?? 'undefined';
  const entries = tree instanceof Map ? [...tree] : Object.entries(tree);
  const parts = entries.map(([key, part]) => `${JSON.stringify(key)}: ${formIn(part)}`);
  return `${tree instanceof Map ? 'Map ' : ''}{ ${parts.join(', ')} }`;
}
