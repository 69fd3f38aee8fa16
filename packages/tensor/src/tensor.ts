// The published types name Symbol.dispose, which a program's own `lib` may lack.
/// <reference lib="esnext.disposable" preserve="true" />
import type { Backend } from '@ostinato/backend';
import { ArgumentError, DisposedError, type DType, type HostArray, ShapeError, StateError } from '@ostinato/base';
import type { Block } from './block.ts';
import { recordedBlock, runtime } from './runtime.ts';
import { type Owner, safetyNet, type Scope } from './scope.ts';
import { type Shape, sizeOf } from './shape.ts';

let lastId = 0;

/**
 * An immutable, contiguous array of numbers of one dtype on one backend: (storage, offset, shape, dtype). Made by
 * `tensor`, `zeros` and the ops; freed by `tidy`, `dispose`, or, when nobody holds it any more, by the garbage collector.
 */
export class Tensor<D extends DType = DType> {
  /** Size of each axis; `[]` for a scalar. */
  readonly shape: Shape;
  /** What the elements are. */
  readonly dtype: D;
  /** Names the value: views of a value that a tape knows, such as saved copies, have the id of the original. */
  readonly id: number;
  #block: Block | undefined;
  #owner: Owner | undefined;
  readonly #offset: number;

  /** @internal */
  constructor(block: Block | undefined, offset: number, shape: Shape, dtype: D, id = ++lastId) {
    runtime();
    this.shape = shape;
    this.dtype = dtype;
    this.id = id;
    this.#block = block?.hold();
    this.#offset = offset;
  }

  /** Number of elements. */
  get size(): number {
    return sizeOf(this.shape);
  }

  /** Number of axes. */
  get rank(): number {
    return this.shape.length;
  }

  /** The backend that holds the values. */
  get backend(): Backend {
    return this.block().backend;
  }

  /** Whether `dispose` was called. */
  get isDisposed(): boolean {
    return this.#block === undefined;
  }

  /** How often the value was replaced; always 0 but for parameters and buffers. */
  get version(): number {
    return 0;
  }

  /** @internal The shared storage. @throws DisposedError */
  block(): Block {
    if (this.#block === undefined) {
      throw new DisposedError(
        `${this} was used after it was disposed. If a tidy freed it, return it from the tidy or keep() it.`,
      );
    }
    return recordedBlock(this, this.#block);
  }

  /** @internal For values that come to life late. */
  protected setBlock(block: Block): void {
    this.#block?.release();
    this.#block = block.hold();
  }

  /** @internal First element within the block. */
  get offset(): number {
    return this.#offset;
  }

  /** @internal The storage a kernel is given. On opaque backends a view must be resolved by the op. */
  storage(): unknown {
    const { backend, storage } = this.block();
    if (this.#offset === 0) return storage;
    if (backend.at === undefined)
      throw new StateError(`${this} is a view, which backend ${backend.name} does not have.`);
    return backend.at(storage, this.#offset * backend.elementBytes(this.dtype));
  }

  /** @internal What the host knows of indices, row by row, where kernels cannot check them; else undefined. */
  hostCopy(): HostArray | undefined {
    return this.block().host?.subarray(this.#offset, this.#offset + this.size);
  }

  /** @internal Who frees it unless it is disposed. */
  get owner(): Owner | undefined {
    return this.#owner;
  }

  /** @internal Hands the tensor to a scope, or to the safety net. */
  adoptInto(scope: Scope | undefined): void {
    this.#owner?.drop(this);
    this.#owner = scope ?? safetyNet;
    this.#owner.take(this, this.block());
  }

  /** A copy of the values, row by row; `bool` as 0 and 1. */
  async data(): Promise<HostArray> {
    const { backend, storage } = this.block();
    return backend.read(storage, this.dtype, this.#offset, this.size);
  }

  /** The same at once. @throws StateError where the backend can only read asynchronously */
  dataSync(): HostArray {
    const { backend, storage } = this.block();
    if (backend.readSync === undefined) {
      throw new StateError(`dataSync: backend ${backend.name} cannot read synchronously here. Use await data().`);
    }
    return backend.readSync(storage, this.dtype, this.#offset, this.size);
  }

  /** The values as nested arrays (a number for a scalar, booleans for `bool`). */
  async toArray(): Promise<NestedArray> {
    const data = await this.data();
    return nest(this.dtype === 'bool' ? Array.from(data, Boolean) : Array.from(data), this.shape);
  }

  /** The only value of a tensor with one element. @throws ShapeError when it has another number of elements */
  async item(): Promise<number> {
    if (this.size !== 1) throw new ShapeError(`item: expected one element, got shape [${this.shape}].`);
    return (await this.data())[0]!;
  }

  /** A tensor is no number: `tensor > 0` or `tensor + 1` would compare or join texts. @throws ArgumentError unless text is wanted */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return this.toString();
    throw new ArgumentError(
      `${this} was used as a number. Use ops such as add() and greater(), where() to choose, or await item() for its value.`,
      { code: 'ARGUMENT_TYPE' },
    );
  }

  /** Lets go of the storage; it is freed when no view or tape holds it. Disposing twice is harmless. */
  dispose(): void {
    if (this.#block === undefined) return;
    this.#owner?.drop(this);
    this.#owner = undefined;
    this.#block.release();
    this.#block = undefined;
  }

  /** `using x = ...` disposes at the end of the block. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** For messages: id, dtype and shape, no values. */
  toString(): string {
    return `Tensor #${this.id} ${this.dtype} [${this.shape}]`;
  }
}

/** Values of a tensor by axis. */
export type NestedArray = number | boolean | NestedArray[];

function nest(flat: (number | boolean)[], shape: Shape): NestedArray {
  if (shape.length === 0) return flat[0]!;
  if (shape.length === 1) return flat;
  const inner = shape.slice(1);
  const stride = sizeOf(inner);
  return Array.from({ length: shape[0]! }, (_, i) => nest(flat.slice(i * stride, (i + 1) * stride), inner));
}
