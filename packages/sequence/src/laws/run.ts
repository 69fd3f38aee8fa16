import { detach, indexSelect, mapTree, reshape, tensor, type Tensor, where } from '@ostinato/tensor';
import type { Padding } from '../padding.ts';
import type { SequenceOptions, SequenceResult } from '../sequence-layer.ts';
import type { Subject } from './law.ts';

type Floats = Tensor<'float32'>;

/** Output and state of a run, without its trace. */
export interface Run {
  /** `[batch, steps, features]`. */
  readonly output: Floats;
  readonly state: unknown;
}

/** Random inputs `[batch, steps, inputSize]`. */
export function randomInput({ batch, steps, inputSize, random }: Subject, length = steps): Floats {
  return random([batch, length, inputSize]);
}

/** What the layer gives. */
export function run({ layer }: Pick<Subject, 'layer'>, x: Floats, options: SequenceOptions<unknown> = {}): Run {
  const { output, state }: SequenceResult<unknown> = layer.forward(x, options);
  return { output, state };
}

/** A state that the layer can be in: the one after some steps, other ones for each sequence. */
export function warmState(subject: Subject): unknown {
  return mapTree(run(subject, randomInput(subject, 3)).state, (part) => detach(part as Floats));
}

/** The axis of each part of a state that is its batch, by path. */
export function batchAxes(subject: Subject): ReadonlyMap<string, number> {
  const { layer, inputSize, random } = subject;
  const shapes = [2, 3].map((batch) => {
    const found = new Map<string, readonly number[]>();
    mapTree(run({ layer }, random([batch, 1, inputSize])).state, ({ shape }, path) => found.set(path, shape));
    return found;
  });
  return new Map(
    [...shapes[0]!].map(([path, shape]) => [path, shape.findIndex((size, i) => size !== shapes[1]!.get(path)![i])]),
  );
}

/** Rows of the batch of a state. */
export function stateRows(state: unknown, rows: readonly number[], axes: ReadonlyMap<string, number>): unknown {
  return mapTree(state, (part, path) => pick(part, rows, axes.get(path)!));
}

/** Positions along an axis. */
export function pick<T extends Tensor>(x: T, positions: readonly number[], axis = 0): T {
  const index = tensor([...positions], { dtype: 'int32', backend: x.backend }) as Tensor<'int32'>;
  return indexSelect(x, index, axis) as Tensor as T;
}

/** Which steps are padding, `keep [batch, steps]`, and how a layer is told so. */
export interface Pattern {
  readonly keep: Tensor<'bool'>;
  readonly padding: Padding;
}

function keepMask({ batch, steps, backend }: Subject, kept: (row: number, step: number) => boolean): Tensor<'bool'> {
  const values = Uint8Array.from({ length: batch * steps }, (_, i) => +kept(Math.floor(i / steps), i % steps));
  return tensor(values, [batch, steps], { dtype: 'bool', backend });
}

/** Full, empty and one-step rows in turn. */
export function raggedPattern(subject: Subject): Pattern {
  const { batch, steps } = subject;
  const lengths = Array.from({ length: batch }, (_, row) => [steps, 0, 1][row % 3]!);
  return { keep: keepMask(subject, (row, step) => step < lengths[row]!), padding: { lengths } };
}

/** Every third step is left out, another one in each row. */
export function holesPattern(subject: Subject): Pattern {
  const mask = keepMask(subject, (row, step) => step % 3 !== row % 3);
  return { keep: mask, padding: { mask } };
}

/** `x [batch, steps, features]` with `value` in all padded steps. */
export function fillPadding(x: Floats, keep: Tensor<'bool'>, value: number): Floats {
  return where(reshape(keep, [...keep.shape, 1]), x, value);
}
