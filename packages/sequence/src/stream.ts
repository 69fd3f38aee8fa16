import {
  ArgumentError,
  checkFlags,
  checkInteger,
  checkOptions,
  DisposedError,
  DTypeError,
  ShapeError,
  StateError,
  typeError,
} from '@ostinato/base';
import {
  type Buffer,
  buffer,
  clone,
  compile,
  mapTree,
  refuseRecording,
  reshape,
  tensor,
  Tensor,
  tensorsIn,
  tidy,
  withBackend,
} from '@ostinato/tensor';
import type { SequenceLayer } from './sequence-layer.ts';

/** Options of `stream`. */
export interface StreamOptions<S> {
  /** Sequences that advance side by side. Default 1. */
  readonly batch?: number;
  /** The state to start from, as the layer takes it. Default: the layer's own. */
  readonly state?: S;
  /** Whether the layer takes `[steps, batch, features]`. Default `false`. */
  readonly timeMajor?: boolean;
}

/** A layer that is fed one step at a time. */
export interface Stream<S> {
  /**
   * One step of all sequences: `[batch, features]`, or as many numbers, row by row. The output `[batch, features]` is valid until the
   * next `push`, which writes to the same place; `clone` keeps it.
   * @throws ShapeError, and what the layer's `forward` throws; DisposedError; StateError inside `valueAndGrad`, `compile` and the step of a scan
   */
  push(frame: Tensor<'float32'> | Float32Array): Tensor<'float32'>;
  /** A copy of the state after the last step, as `forward` takes it. @throws StateError before there is one; DisposedError */
  state(): S;
  /** Gives all memory back. */
  dispose(): void;
}

/**
 * Feeds a layer one step at a time: samples of a sensor, frames of a microphone, characters. On backends that list their calls a
 * step is a compiled list of them, with the weights packed once and a state that stays in its place, so that from the third step on nothing is allocated.
 * Parameters may change in between. The values are those of `forward` over all steps.
 * @throws ArgumentError for bad options, and for layers that also read backward
 *
 * @example
 * const live = stream(lstm);
 * for (const frame of frames) console.log(live.push(frame).dataSync());
 */
export function stream<S>(layer: SequenceLayer<S>, options: StreamOptions<S> = {}): Stream<S> {
  if (typeof layer?.forward !== 'function') throw typeError('stream', 'layer', 'a layer with a forward method', layer);
  checkOptions('stream', options, ['batch', 'state', 'timeMajor']);
  const { batch = 1, timeMajor = false } = options;
  checkInteger('stream', 'batch', batch, { min: 1 });
  checkFlags('stream', { timeMajor });
  if (layer.bidirectional === true)
    throw new ArgumentError(
      'stream: this layer also reads backward, from a future that is not there yet. Use forward.',
    );
  return new LayerStream(layer, batch, timeMajor, options.state);
}

type Floats = Tensor<'float32'>;

/** What stays in its place from step to step. */
interface Places<S> {
  readonly input: Buffer<'float32'>;
  readonly output: Buffer<'float32'>;
  readonly state: S;
}

class LayerStream<S> implements Stream<S> {
  readonly #layer: SequenceLayer<S>;
  readonly #batch: number;
  readonly #timeMajor: boolean;
  #initial: S | undefined;
  #places: Places<S> | undefined;
  #isDisposed = false;
  readonly #step = compile(() => tidy(() => this.#advance()));

  constructor(layer: SequenceLayer<S>, batch: number, timeMajor: boolean, state: S | undefined) {
    this.#layer = layer;
    this.#batch = batch;
    this.#timeMajor = timeMajor;
    this.#initial = state === undefined ? undefined : buffers(state);
  }

  push(frame: Floats | Float32Array): Floats {
    refuseRecording('stream.push');
    this.#checkAlive();
    const places = this.#places;
    const features = this.#featuresOf(frame, places && places.input.size / this.#batch);
    return tidy(() => {
      if (places === undefined)
        return this.#first(frame instanceof Tensor ? frame : tensor(frame, [this.#batch, features]));
      if (places.output.isDisposed)
        throw new DisposedError(
          'stream.push: the output of a push was disposed. It belongs to the stream; clone it to keep it.',
        );
      places.input.assign(frame instanceof Tensor ? reshape(frame, places.input.shape) : frame);
      withBackend(places.input.backend, this.#step);
      return places.output;
    });
  }

  state(): S {
    this.#checkAlive();
    const state = this.#places?.state ?? this.#initial;
    if (state === undefined) throw new StateError('stream.state: there is no state before the first push.');
    return mapTree(state, (each) => clone(each)) as S;
  }

  dispose(): void {
    const { input, output, state } = this.#places ?? {};
    for (const box of tensorsIn([input, output, state, this.#initial])) box.dispose();
    this.#step.dispose();
    this.#isDisposed = true;
  }

  /** The features of a frame, which must be those of the first one. @throws ShapeError, DTypeError, ArgumentError */
  #featuresOf(frame: Floats | Float32Array, features: number | undefined): number {
    const batch = this.#batch;
    const wanted = `[batch, features], here [${batch}, ${features ?? 'features'}]`;
    if (frame instanceof Tensor) {
      if (frame.dtype !== 'float32') throw new DTypeError(`stream.push: a frame is float32, got ${frame}.`);
      const [rows, width] = frame.shape;
      if (frame.rank === 2 && rows === batch && width === (features ?? width)) return width!;
      throw new ShapeError(`stream.push: a frame is ${wanted}; got [${frame.shape}].`);
    }
    if (!(frame instanceof Float32Array)) throw typeError('stream.push', 'frame', 'a tensor or a Float32Array', frame);
    const width = frame.length / batch;
    if (Number.isInteger(width) && width > 0 && width === (features ?? width)) return width;
    throw new ShapeError(`stream.push: a frame is ${wanted}; got ${frame.length} numbers.`);
  }

  /** The first step tells how large everything is. */
  #first(x: Floats): Floats {
    const [batch, features] = x.shape as [number, number];
    const input = reshape(x, this.#timeMajor ? [1, batch, features] : [batch, 1, features]);
    const state = this.#initial;
    const result = this.#layer.forward(input, state === undefined ? {} : { state });
    const output = buffer(reshape(result.output, [batch, result.output.shape[2]!]));
    this.#places = { input: buffer(input), output, state: buffers(result.state) };
    for (const box of tensorsIn(state)) box.dispose();
    this.#initial = undefined;
    return output;
  }

  #advance(): void {
    const { input, output, state } = this.#places!;
    const result = this.#layer.forward(input, { state });
    checkSameShapes(state, result.state);
    // A layer may hand on what it got: nothing is written before all is read.
    const next = [result.output, ...tensorsIn(result.state)].map((value) => clone(value));
    output.assign(reshape(next[0] as Floats, output.shape));
    [...tensorsIn(state)].forEach((place, i) => (place as Buffer).assign(next[i + 1]!));
  }

  #checkAlive(): void {
    if (this.#isDisposed) throw new DisposedError('stream: this stream was disposed. Make a new one.');
  }
}

/** @throws StateError for a state that grows, as an attention's does */
function checkSameShapes(before: unknown, after: unknown): void {
  const shapes = (state: unknown) => Array.from(tensorsIn(state), ({ shape }) => `[${shape}]`).join(', ');
  if (shapes(before) === shapes(after)) return;
  throw new StateError(
    `stream.push: the state of this layer does not keep its shape: ${shapes(before)} became ${shapes(after)}. Attention needs a cache that slides: ` +
      "stream(layer, { state: layer.initialState(batch, { budget, overflow: 'slide' }) }).",
  );
}

/** A copy of a tree of tensors that belongs to no scope. */
const buffers = <S>(state: S): S => mapTree(state, (each) => buffer(each)) as S;
