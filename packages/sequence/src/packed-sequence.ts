import {
  ArgumentError,
  checkFlags,
  checkInteger,
  checkNumber,
  checkOptions,
  ShapeError,
  typeError,
} from '@ostinato/base';
import { checkLengths, concat, full, indexSelect, reshape, Tensor, tensor, tidy } from '@ostinato/tensor';
import type { SequenceLayer, SequenceOptions } from './sequence-layer.ts';

/** Sequences without their padding, as torch packs them: the rows of step 0, longest sequence first, then those of step 1... */
export interface PackedSequence {
  /** `[rows, features]`: as many rows as there are steps in all sequences together. */
  readonly data: Tensor<'float32'>;
  /** Of each step, the sequences that have it. */
  readonly batchSizes: Int32Array;
  /** The sequences, longest first; among equals, and at the end the empty ones, in their order. */
  readonly sortedIndices: Int32Array;
  /** The place of each sequence among the sorted ones. */
  readonly unsortedIndices: Int32Array;
}

/** Options of `packPadded`. */
export interface PackOptions {
  /** Whether sequences are `[steps, batch, features]`. Default `false`. */
  readonly timeMajor?: boolean;
}

/** Options of `padPacked`. */
export interface PadOptions extends PackOptions {
  /** What stands in the padding. Default 0. */
  readonly paddingValue?: number;
  /** Steps of the result. Default: the longest sequence. */
  readonly steps?: number;
}

/**
 * Packs `[batch, steps, features]`, torch's `pack_padded_sequence` with `enforce_sorted=False`: lengths in any order, 0 included. What lies in
 * the padding does not matter.
 * @throws ShapeError, ArgumentError
 */
export function packPadded(
  input: Tensor<'float32'>,
  lengths: readonly number[] | Int32Array,
  options: PackOptions = {},
): PackedSequence {
  if (!(input instanceof Tensor)) throw typeError('packPadded', 'input', 'a tensor', input);
  checkOptions('packPadded', options, ['timeMajor']);
  const { timeMajor = false } = options;
  checkFlags('packPadded', { timeMajor });
  if (input.rank !== 3) throw new ShapeError(`packPadded: expected input ${axesOf(timeMajor)}, got [${input.shape}].`);
  const [batch, steps] = (timeMajor ? [input.shape[1]!, input.shape[0]!] : input.shape) as [number, number];
  checkLengths('packPadded', lengths, batch, steps);
  const sortedIndices = Int32Array.from(Array.from(lengths, (_, i) => i).sort((a, b) => lengths[b]! - lengths[a]!));
  const unsortedIndices = new Int32Array(batch);
  for (const [place, sequence] of sortedIndices.entries()) unsortedIndices[sequence] = place;
  const batchSizes = Int32Array.from({ length: Math.max(0, ...lengths) }, (_, t) =>
    Array.from(lengths).reduce((count, length) => count + +(length > t), 0),
  );
  const order = { batchSizes, sortedIndices, unsortedIndices };
  return { ...order, data: pickRows(input, order, timeMajor) };
}

/** Padded sequences and how long they are. */
export interface PaddedSequences {
  /** `[batch, steps, features]`, or `[steps, batch, features]`. */
  readonly output: Tensor<'float32'>;
  /** Steps of each sequence. */
  readonly lengths: number[];
}

/**
 * The way back, torch's `pad_packed_sequence`: `[batch, steps, features]` and the lengths, in the order of the caller.
 * @throws ArgumentError when `steps` is less than the longest sequence
 */
export function padPacked(packed: PackedSequence, options: PadOptions = {}): PaddedSequences {
  if (!isPacked(packed)) throw typeError('padPacked', 'packed', 'a packed sequence', packed);
  checkOptions('padPacked', options, ['timeMajor', 'paddingValue', 'steps']);
  const { timeMajor = false, paddingValue = 0, steps = packed.batchSizes.length } = options;
  checkFlags('padPacked', { timeMajor });
  checkNumber('padPacked', 'paddingValue', paddingValue);
  checkInteger('padPacked', 'steps', steps, { min: 0 });
  if (steps < packed.batchSizes.length)
    throw new ArgumentError(
      `padPacked: steps must be at least ${packed.batchSizes.length}, those of the longest sequence, got ${steps}.`,
    );
  const { data, sortedIndices } = packed;
  const batch = sortedIndices.length;
  const [rows, features] = data.shape as [number, number];
  const source = new Int32Array(batch * steps).fill(rows);
  eachRow(
    packed,
    (row, sequence, step) => (source[timeMajor ? step * batch + sequence : sequence * steps + step] = row),
  );
  const output = tidy(() => {
    const padded = concat([data, full([1, features], paddingValue, { backend: data.backend })], 0);
    const index = tensor(source, [source.length], { dtype: 'int32', backend: data.backend });
    return reshape(indexSelect(padded, index), timeMajor ? [steps, batch, features] : [batch, steps, features]);
  });
  return { output, lengths: lengthsOf(packed) };
}

/** What a layer gives for a packed sequence. */
export interface PackedResult<S> {
  /** Packed as the input was. */
  readonly output: PackedSequence;
  /** The state after each sequence's last step, in the order of the caller. */
  readonly state: S;
  /** Named intermediate values, `[steps, batch, ...]`, when they were asked for. */
  readonly trace?: Readonly<Record<string, Tensor>>;
}

/** What a layer takes beside a packed sequence, which has its own lengths. */
export type PackedOptions<S> = Omit<SequenceOptions<S>, 'lengths' | 'mask'>;

/** Whether an input is a packed sequence. */
export function isPacked(input: unknown): input is PackedSequence {
  return (
    (input as Partial<PackedSequence> | null)?.batchSizes instanceof Int32Array &&
    (input as PackedSequence).data instanceof Tensor
  );
}

/** Runs any layer over a packed sequence. @throws ArgumentError for lengths or a mask beside it; what the layer throws */
export function forwardPacked<S>(
  layer: SequenceLayer<S>,
  packed: PackedSequence,
  options: PackedOptions<S> = {},
): PackedResult<S> {
  if (typeof layer?.forward !== 'function')
    throw typeError('forwardPacked', 'layer', 'a layer with a forward method', layer);
  if (!isPacked(packed)) throw typeError('forwardPacked', 'packed', 'a packed sequence', packed);
  checkOptions('forwardPacked', options, ['state', 'trace', 'memory']);
  const { timeMajor = false } = layer;
  return tidy(() => {
    const { output: input, lengths } = padPacked(packed, { timeMajor, steps: Math.max(1, packed.batchSizes.length) });
    const result = layer.forward(input, { ...options, lengths });
    return { ...result, output: { ...packed, data: pickRows(result.output, packed, timeMajor) } };
  });
}

type Order = Omit<PackedSequence, 'data'>;

const axesOf = (timeMajor: boolean): string => (timeMajor ? '[steps, batch, features]' : '[batch, steps, features]');

/** Calls `visit` with each row, the sequence that it comes from, and its step. */
function eachRow(
  { batchSizes, sortedIndices }: Order,
  visit: (row: number, sequence: number, step: number) => void,
): void {
  let row = 0;
  for (const [step, size] of batchSizes.entries())
    for (let place = 0; place < size; place++) visit(row++, sortedIndices[place]!, step);
}

/** The rows of padded sequences in the order of a packed one. */
function pickRows(input: Tensor<'float32'>, order: Order, timeMajor: boolean): Tensor<'float32'> {
  const [first, second, features] = input.shape as [number, number, number];
  const source: number[] = [];
  eachRow(order, (_, sequence, step) => source.push(timeMajor ? step * second + sequence : sequence * second + step));
  return tidy(() => {
    const index = tensor(Int32Array.from(source), [source.length], { dtype: 'int32', backend: input.backend });
    return indexSelect(reshape(input, [first * second, features]), index);
  });
}

function lengthsOf({ batchSizes, unsortedIndices }: Order): number[] {
  return Array.from(unsortedIndices, (place) => batchSizes.reduce((count, size) => count + +(size > place), 0));
}
