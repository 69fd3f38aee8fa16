import { ArgumentError, describe, FormatError, typeError } from '@ostinato/base';
import { checkName, checkTensor, checkText } from './check-tensor.ts';
import { lengthBytes, maxHeaderBytes } from './header-bytes.ts';
import { metadataKey } from './header.ts';
import { compareNames } from './name-order.ts';
import type { TensorEntry } from './tensor-entry.ts';
import { tensorTypeNames, tensorTypes } from './tensor-type.ts';

/** Free text for the header; keys and values are strings. */
export type SafetensorsMetadata = ReadonlyMap<string, string> | Readonly<Record<string, string>>;

type Named = readonly [name: string, tensor: TensorEntry];

function collect(tensors: Iterable<Named>): Named[] {
  if (typeof (tensors as Partial<Iterable<Named>> | undefined)?.[Symbol.iterator] !== 'function') {
    throw typeError('encodeSafetensors', 'tensors', 'a Map or an iterable of [name, tensor]', tensors);
  }
  const named = new Map<string, TensorEntry>();
  for (const pair of tensors) {
    if (!Array.isArray(pair)) throw typeError('encodeSafetensors', 'each item', 'a pair [name, tensor]', pair);
    const [name, tensor] = pair as Named;
    if (named.has(checkName(name)))
      throw new ArgumentError(`encodeSafetensors: the name ${describe(name)} comes twice.`);
    named.set(name, checkTensor(name, tensor));
  }
  const rank = ([, { dtype }]: Named): number => tensorTypeNames.indexOf(dtype);
  return [...named].sort((a, b) => rank(a) - rank(b) || compareNames(a[0], b[0]));
}

function metadataJson(metadata: SafetensorsMetadata): string[] {
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) {
    throw typeError('encodeSafetensors', 'metadata', 'a Map or an object of strings', metadata);
  }
  const pairs = metadata instanceof Map ? [...metadata] : Object.entries(metadata);
  if (pairs.length === 0) return [];
  const fields = pairs
    .map(([key, value]) => [checkText('a metadata key', key), checkText(`metadata ${describe(key)}`, value)] as const)
    .sort(([a], [b]) => compareNames(a, b))
    .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  return [`${JSON.stringify(metadataKey)}:{${fields.join(',')}}`];
}

const byteLength = ({ dtype, data }: TensorEntry): number => data.length * tensorTypes[dtype].bytes;

/** The header's JSON, padded with spaces so that the data starts at a multiple of 8 bytes. */
function headerBytes(tensors: readonly Named[], metadata: SafetensorsMetadata): Uint8Array {
  let end = 0;
  const fields = tensors.map(([name, tensor]) => {
    const begin = end;
    end += byteLength(tensor);
    const { dtype, shape } = tensor;
    return `${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [begin, end] })}`;
  });
  const json = new TextEncoder().encode(`{${[...metadataJson(metadata), ...fields].join(',')}}`);
  const header = new Uint8Array(Math.ceil(json.length / lengthBytes) * lengthBytes).fill(0x20);
  header.set(json);
  if (header.length <= maxHeaderBytes) return header;
  const limit = `${header.length} bytes, the format allows ${maxHeaderBytes}. Use fewer tensors or less metadata`;
  throw new FormatError(`encodeSafetensors: the header takes ${limit}.`, { code: 'FORMAT_HEADER_TOO_LARGE' });
}

function dataBytes({ dtype, data }: TensorEntry): Uint8Array {
  const { narrow } = tensorTypes[dtype];
  if (narrow === undefined) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const wide = new Uint32Array(data.buffer, data.byteOffset, data.length); // bits: a number could lose a NaN's payload
  const halves = new Uint16Array(wide.length);
  for (let i = 0; i < halves.length; i++) halves[i] = narrow(wide[i]!);
  return new Uint8Array(halves.buffer);
}

/**
 * Writes a safetensors file. The bytes depend on the tensors and metadata only, not on their order: wide dtypes come
 * first, then by name, as the reference implementation does; so data is aligned, and the file loads in every reader.
 * Bits are kept (NaN payloads, -0). `F16` and `BF16` take a `Float32Array` and round to nearest, ties to even; what
 * was decoded from them goes back unchanged. Empty metadata is left out.
 *
 * @throws ArgumentError for a wrong name (twice, `__metadata__`, half a surrogate pair), dtype, data or metadata
 * @throws ShapeError when `data` has another number of elements than `shape`
 * @throws FormatError `FORMAT_HEADER_TOO_LARGE` when the header exceeds 100 MB
 *
 * @example
 * const bytes = encodeSafetensors([['w', { dtype: 'F32', shape: [2], data: Float32Array.of(1, 2) }]], { step: '7' });
 */
export function encodeSafetensors(
  tensors: Iterable<Named>,
  metadata: SafetensorsMetadata = {},
): Uint8Array<ArrayBuffer> {
  const named = collect(tensors);
  const header = headerBytes(named, metadata);
  const total = named.reduce((sum, [, tensor]) => sum + byteLength(tensor), lengthBytes + header.length);
  const file = new Uint8Array(total);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, lengthBytes);
  let at = lengthBytes + header.length;
  for (const [, tensor] of named) {
    file.set(dataBytes(tensor), at);
    at += byteLength(tensor);
  }
  return file;
}
