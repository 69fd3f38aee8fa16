import {
  ArgumentError,
  checkFlags,
  checkInteger,
  checkOptions,
  DisposedError,
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
   * @throws ShapeError, and what the layer's `forward` throws; DisposedError
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
    this.#checkAlive();
    const places = this.#places;
    if (places === undefined) return this.#first(frame);
    const { input, output } = places;
    if (frame instanceof Tensor) this.#checkShape(frame, input.size / this.#batch);
    else checkLength(frame, this.#batch, input.size / this.#batch);
    tidy(() => input.assign(frame instanceof Tensor ? reshape(frame, input.shape) : frame));
    withBackend(input.backend, this.#step);
    return output;
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

  /** The first step tells how large everything is. */
  #first(frame: Floats | Float32Array): Floats {
    const whole = frame instanceof Tensor ? frame : this.#frameOf(frame);
    if (whole.rank !== 2 || whole.shape[0] !== this.#batch) this.#checkShape(whole, whole.shape[1] ?? 1);
    return tidy(() => {
      const [batch, features] = whole.shape as [number, number];
      const input = reshape(whole, this.#timeMajor ? [1, batch, features] : [batch, 1, features]);
      const state = this.#initial;
      const result = this.#layer.forward(input, state === undefined ? {} : { state });
      const output = buffer(reshape(result.output, [batch, result.output.shape[2]!]));
      this.#places = { input: buffer(input), output, state: buffers(result.state) };
      for (const box of tensorsIn(state)) box.dispose();
      this.#initial = undefined;
      return output;
    });
  }

  #frameOf(frame: Float32Array): Floats {
    if (!(frame instanceof Float32Array)) throw typeError('stream.push', 'frame', 'a tensor or a Float32Array', frame);
    if (frame.length === 0 || frame.length % this.#batch !== 0)
      throw new ShapeError(`stream.push: ${frame.length} numbers are no ${this.#batch} rows of features.`);
    return tensor(frame, [this.#batch, frame.length / this.#batch]);
  }

  #advance(): void {
    const { input, output, state } = this.#places!;
    const result = this.#layer.forward(input, { state });
    const next = [...tensorsIn(result.state)];
    [...tensorsIn(state)].forEach((place, i) => (place as Buffer).assign(next[i]!));
    output.assign(reshape(result.output, output.shape));
  }

  #checkShape(frame: Floats, features: number): void {
    if (frame.rank === 2 && frame.shape[0] === this.#batch && frame.shape[1] === features) return;
    throw new ShapeError(
      `stream.push: a frame is [batch, features], here [${this.#batch}, ${features}]; got [${frame.shape}].`,
    );
  }

  #checkAlive(): void {
    if (this.#isDisposed) throw new DisposedError('stream: this stream was disposed. Make a new one.');
  }
}

/** A copy of a tree of tensors that belongs to no scope. */
const buffers = <S>(state: S): S => mapTree(state, (each) => buffer(each)) as S;

function checkLength(frame: unknown, batch: number, features: number): void {
  if (!(frame instanceof Float32Array)) throw typeError('stream.push', 'frame', 'a tensor or a Float32Array', frame);
  if (frame.length !== batch * features)
    throw new ShapeError(`stream.push: a frame is ${batch} x ${features} numbers, got ${frame.length}.`);
}
