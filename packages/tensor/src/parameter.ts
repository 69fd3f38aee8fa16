import { ArgumentError, type DType, type HostArray, ShapeError, StateError, typeError } from '@ostinato/base';
import type { Backend } from '@ostinato/backend';
import { Block } from './block.ts';
import { hostEffect } from './compile/host.ts';
import { currentBackend, recordedBackend, refuseInRecording, runtime } from './runtime.ts';
import { sameShape, type Shape, sizeOf } from './shape.ts';
import { Tensor } from './tensor.ts';
import { type UniformSource, uniformSource } from './uniform-source.ts';

/** A value that is computed on the host when it is first read: what initializers return. Loading first costs nothing. */
export interface InitialValue {
  /** Of the parameter. */
  readonly shape: Shape;
  /** Elements row by row; called at most once. Uniform numbers may come from `uniform`, which is quicker than the default, the host. */
  readonly draw: (uniform?: UniformSource) => Float32Array;
}

/**
 * A mutable tensor: a box whose storage stays the same for life and that belongs to no `tidy` scope. `assign` writes in
 * place and raises `version`.
 */
abstract class Box<D extends DType> extends Tensor<D> {
  #initial: ((uniform: UniformSource) => HostArray) | undefined;
  readonly #backend: Backend;
  #version = 0;

  constructor(backend: Backend, shape: Shape, dtype: D, initial: ((uniform: UniformSource) => HostArray) | Tensor<D>) {
    super(undefined, 0, shape, dtype);
    this.#backend = backend;
    this.#initial = initial instanceof Tensor ? () => new Float32Array(0) : initial; // a tensor is copied at once
    if (!(initial instanceof Tensor)) return;
    const { compiling } = runtime();
    if (compiling === undefined) this.#assignTensor(initial);
    else compiling.initialize(this, () => this.#assignTensor(initial));
  }

  override get version(): number {
    return this.#version;
  }

  override get backend(): Backend {
    return recordedBackend(this.#backend);
  }

  override get isDisposed(): boolean {
    return this.#initial === undefined && super.isDisposed;
  }

  /** @internal Materializes the initial value at the first use. */
  override block(): Block {
    const { compiling } = runtime();
    if (this.#initial !== undefined) {
      if (compiling === undefined) this.#materialize(this.#initial);
      else compiling.outside(() => this.#materialize(this.#initial!));
    }
    compiling?.box(this);
    return super.block();
  }

  #materialize(draw: (uniform: UniformSource) => HostArray): void {
    this.setBlock(Block.from(this.#backend, this.dtype, draw(uniformSource(this.#backend))));
    this.#initial = undefined;
  }

  /** Replaces the value in place. @throws ShapeError, DTypeError before anything is written */
  assign(value: Tensor<D> | HostArray): void {
    refuseInRecording('assign');
    if (value instanceof Tensor) this.#assignTensor(value);
    else this.#assignData(value);
    hostEffect(() => this.#version++);
  }

  #assignTensor(value: Tensor<D>): void {
    if (!sameShape(value.shape, this.shape) || value.dtype !== this.dtype) {
      throw new ShapeError(`assign: expected ${this.dtype} [${this.shape}], got ${value.dtype} [${value.shape}].`);
    }
    if (value.backend !== this.#backend)
      throw new StateError(`assign: ${value} lives on another backend than ${this}.`);
    const target = this.#target();
    const n = this.size;
    const from = value.storage();
    this.#backend.kernels[`copy.${this.dtype as DType}`](target.storage, from, 1, n, n, n);
    target.host = value.hostCopy()?.slice();
  }

  #assignData(data: HostArray): void {
    if (!ArrayBuffer.isView(data))
      throw new ArgumentError('assign: expected a tensor or a typed array.', { code: 'ARGUMENT_TYPE' });
    if (data.length !== sizeOf(this.shape)) {
      throw new ShapeError(`assign: shape [${this.shape}] has ${sizeOf(this.shape)} elements, got ${data.length}.`);
    }
    this.#target().write(this.dtype, data);
  }

  /** Starts over from another initial value; it is drawn at the first use if the box was never read, else now. @throws ShapeError */
  initialize({ shape, draw }: InitialValue): void {
    if (!sameShape(shape, this.shape))
      throw new ShapeError(`initialize: expected an initial value of shape [${this.shape}], got [${shape}].`);
    if (this.#initial === undefined) this.assign(draw(uniformSource(this.#backend)));
    else this.#initial = draw;
  }

  /** The block to write to; the initial value is not drawn if it was never read. */
  #target(): Block {
    if (this.#initial !== undefined) {
      this.setBlock(Block.allocate(this.#backend, this.dtype, this.size));
      this.#initial = undefined;
    }
    runtime().compiling?.box(this);
    return super.block();
  }

  /** @internal A kernel is about to write the storage in place. */
  writeInPlace(): unknown {
    refuseInRecording('writeInPlace');
    const { storage } = this.block();
    hostEffect(() => this.#version++);
    return storage;
  }

  /** Boxes belong to no scope. */
  override adoptInto(): void {}

  override dispose(): void {
    this.#initial = undefined;
    super.dispose();
  }
}

/** A tensor that training changes. `trainable: false` freezes it. */
export class Parameter extends Box<'float32'> {
  /** Whether gradients of a module include this parameter. */
  trainable = true;
}

/** A tensor that a module keeps but gradients do not reach, such as running statistics. */
export class Buffer<D extends DType = DType> extends Box<D> {}

/** A new `Parameter` with a copy of a tensor's value, or with an initial value that is drawn at first use. */
export function parameter(value: Tensor<'float32'> | InitialValue): Parameter {
  if (value instanceof Tensor) return new Parameter(value.backend, value.shape, 'float32', value);
  if (typeof value?.draw !== 'function')
    throw typeError('parameter', 'value', 'a tensor or an initial value { shape, draw }', value);
  return new Parameter(currentBackend(), value.shape, 'float32', value.draw);
}

/** A new `Buffer` with a copy of a tensor's value. */
export function buffer<D extends DType>(value: Tensor<D>): Buffer<D> {
  if (!(value instanceof Tensor)) throw typeError('buffer', 'value', 'a tensor', value);
  return new Buffer(value.backend, value.shape, value.dtype, value);
}
