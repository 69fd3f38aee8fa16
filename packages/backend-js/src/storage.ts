/** The array type behind `float32`: `Float32Array`, or `Float64Array` where gradients are checked. */
export type FloatArray = Float32Array | Float64Array;

/** Makes float views; decides the precision of a backend. */
export type FloatArrayType = { new (buffer: ArrayBuffer, byteOffset: number, length: number): FloatArray } & {
  readonly BYTES_PER_ELEMENT: number;
};

/** A block of an `ArrayBuffer` from a byte offset on, seen as floats, ints or bools. */
export class JsStorage {
  /** The bytes, shared by every storage that `at` makes of this one. */
  readonly buffer: ArrayBuffer;
  /** Where in the buffer it begins. */
  readonly byteOffset: number;
  readonly #Float: FloatArrayType;
  #floats: FloatArray | undefined;
  #ints: Int32Array | undefined;
  #bools: Uint8Array | undefined;

  constructor(buffer: ArrayBuffer, byteOffset: number, Float: FloatArrayType) {
    this.buffer = buffer;
    this.byteOffset = byteOffset;
    this.#Float = Float;
  }

  /** From here to the end of the buffer as floats, in the precision of the backend. */
  get floats(): FloatArray {
    return (this.#floats ??= new this.#Float(this.buffer, this.byteOffset, this.#room(this.#Float.BYTES_PER_ELEMENT)));
  }

  /** The same as 32-bit integers. */
  get ints(): Int32Array {
    return (this.#ints ??= new Int32Array(this.buffer, this.byteOffset, this.#room(4)));
  }

  /** The same as bytes: 0 or 1. */
  get bools(): Uint8Array {
    return (this.#bools ??= new Uint8Array(this.buffer, this.byteOffset));
  }

  /** The same block `count` floats further on. */
  further(count: number): JsStorage {
    return new JsStorage(this.buffer, this.byteOffset + count * this.#Float.BYTES_PER_ELEMENT, this.#Float);
  }

  #room(elementBytes: number): number {
    return Math.floor((this.buffer.byteLength - this.byteOffset) / elementBytes);
  }
}
