import { FormatError, typeError } from '@ostinato/base';
import { headerLength, headerText, lengthBytes } from './header-bytes.ts';
import { type Header, type HeaderEntry, parseHeader } from './header.ts';
import { checkLayout } from './layout.ts';
import { lookalike } from './lookalike.ts';
import type { TensorEntry } from './tensor-entry.ts';
import { tensorTypes } from './tensor-type.ts';

/** What a file holds, tensors in the order of its header. Maps, since a tensor may be called `__proto__`. */
export interface DecodedSafetensors {
  /** The tensors by name, in the order of the header. */
  readonly tensors: Map<string, TensorEntry>;
  /** The header's `__metadata__`; empty when there is none. */
  readonly metadata: Map<string, string>;
}

function bytesOf(source: unknown): Uint8Array {
  const kind = Object.prototype.toString.call(source); // also right for arrays of another realm or a Node Buffer
  if (kind === '[object Uint8Array]') return source as Uint8Array;
  if (kind === '[object ArrayBuffer]') return new Uint8Array(source as ArrayBuffer);
  throw typeError('decodeSafetensors', 'bytes', 'a Uint8Array or an ArrayBuffer', source);
}

/** Reads the header; an error says what the file looks like, if it is known. */
function readHeader(file: Uint8Array): { header: Header; dataStart: number } {
  try {
    const dataStart = lengthBytes + headerLength(file);
    return { header: parseHeader(headerText(file.subarray(lengthBytes, dataStart))), dataStart };
  } catch (error) {
    const hint = error instanceof FormatError ? lookalike(file) : '';
    if (!(error instanceof FormatError) || hint === '') throw error;
    throw new FormatError(error.message + hint, { code: error.code, cause: error.cause });
  }
}

function widenAll(halves: Uint16Array, widen: (bits: number) => number): ArrayBuffer {
  const wide = new Uint32Array(halves.length);
  for (let i = 0; i < wide.length; i++) wide[i] = widen(halves[i]!);
  return wide.buffer;
}

function readTensor(data: Uint8Array, { dtype, shape, begin, end }: HeaderEntry): TensorEntry {
  const { array, widen } = tensorTypes[dtype];
  const { buffer } = new Uint8Array(data.subarray(begin, end)); // a copy at offset 0, whatever `data` is aligned to
  const values = new array(widen === undefined ? buffer : widenAll(new Uint16Array(buffer), widen));
  return { dtype, shape, data: values } as TensorEntry;
}

/**
 * Reads a safetensors file. Every tensor's data is a copy, so the bytes may be misaligned, shared, reused or dropped.
 * `F16` and `BF16` become `Float32Array`s, exactly (the only data that grows); `I64` and `U64` become BigInt arrays.
 * NaN and infinity are legal, and a `BOOL` byte is not checked to be 0 or 1. Nothing is copied before the whole header
 * was found sound, and nothing is taken on a size that the file only claims.
 *
 * @throws FormatError for anything that is not one whole, well-formed file: duplicate names, overlaps, holes and
 * trailing bytes included. Its code is `FORMAT_` and the name that the reference implementation gives the fault:
 * `FORMAT_HEADER_TOO_SMALL`, `_HEADER_TOO_LARGE`, `_INVALID_HEADER_LENGTH`, `_INVALID_HEADER`,
 * `_INVALID_HEADER_DESERIALIZATION`, `_INVALID_OFFSET`, `_TENSOR_INVALID_INFO`, `_VALIDATION_OVERFLOW`,
 * `_METADATA_INCOMPLETE_BUFFER`; and `FORMAT_DUPLICATE_NAME`.
 * @throws ArgumentError when `bytes` is neither a `Uint8Array` nor an `ArrayBuffer`
 *
 * @example
 * const { tensors, metadata } = decodeSafetensors(await readFile('model.safetensors'));
 * tensors.get('lm_head.weight')?.shape; // [65, 256]
 */
export function decodeSafetensors(bytes: Uint8Array | ArrayBuffer): DecodedSafetensors {
  const file = bytesOf(bytes);
  const { header, dataStart } = readHeader(file);
  const data = file.subarray(dataStart);
  checkLayout(header.entries, data.length);
  const tensors = new Map<string, TensorEntry>();
  for (const [name, entry] of header.entries) tensors.set(name, readTensor(data, entry));
  return { tensors, metadata: header.metadata };
}
