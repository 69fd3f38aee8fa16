import { describe, nearestName } from '@ostinato/base';
import { JsonCursor } from './json-cursor.ts';
import { isTensorType, type TensorType, tensorTypeNames } from './tensor-type.ts';

/** The key of the header that holds free text instead of a tensor. */
export const metadataKey = '__metadata__';

/** What the header says of one tensor; `begin` and `end` are bytes from the end of the header. */
export interface HeaderEntry {
  readonly dtype: TensorType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** A whole header: tensors and metadata in the order of the file. */
export interface Header {
  readonly entries: Map<string, HeaderEntry>;
  readonly metadata: Map<string, string>;
}

function readTensorType(cursor: JsonCursor): TensorType {
  const name = cursor.string();
  if (isTensorType(name)) return name;
  const near = nearestName(name, tensorTypeNames);
  const hint = near === undefined ? '' : `; did you mean "${near}"?`;
  throw cursor.invalid(`dtype ${describe(name)} is not one of ${tensorTypeNames.join(', ')}${hint}`);
}

function readIntegers(cursor: JsonCursor): number[] {
  const integers: number[] = [];
  cursor.array(() => integers.push(cursor.integer()));
  return integers;
}

function readEntry(cursor: JsonCursor): HeaderEntry {
  const found: { dtype?: TensorType; shape?: number[]; offsets?: number[] } = {};
  cursor.object((key) => {
    if (key === 'dtype' && found.dtype === undefined) found.dtype = readTensorType(cursor);
    else if (key === 'shape' && found.shape === undefined) found.shape = readIntegers(cursor);
    else if (key === 'data_offsets' && found.offsets === undefined) found.offsets = readIntegers(cursor);
    else if (['dtype', 'shape', 'data_offsets'].includes(key)) throw cursor.invalid(`the key "${key}" comes twice`);
    else cursor.skip(); // unknown keys are legal: a later version of the format may add some
  });
  const { dtype, shape, offsets } = found;
  if (dtype === undefined) throw cursor.invalid('the header gives no "dtype"');
  if (shape === undefined) throw cursor.invalid('the header gives no "shape"');
  if (offsets === undefined) throw cursor.invalid('the header gives no "data_offsets"');
  const [begin, end] = offsets;
  if (begin !== undefined && end !== undefined && offsets.length === 2) return { dtype, shape, begin, end };
  throw cursor.invalid(`"data_offsets" must be [begin, end], got ${offsets.length} numbers`);
}

function readMetadata(cursor: JsonCursor, metadata: Map<string, string>): void {
  if (cursor.accept('null')) return; // some writers spell "no metadata" this way
  cursor.object((key) => {
    if (metadata.has(key)) throw cursor.invalid(`the metadata key ${describe(key)} comes twice`);
    metadata.set(key, cursor.string());
  });
}

/**
 * Reads the header's JSON. Types and duplicates are checked here; where the bytes lie is checked by `checkLayout`.
 * @throws FormatError
 */
export function parseHeader(text: string): Header {
  const cursor = new JsonCursor(text);
  const entries = new Map<string, HeaderEntry>();
  const metadata = new Map<string, string>();
  let metadataSeen = false;
  cursor.object((key) => {
    if (key === metadataKey && !metadataSeen) {
      metadataSeen = true;
      readMetadata(cursor, metadata);
    } else if (key === metadataKey || entries.has(key)) {
      throw cursor.invalid(`the name ${describe(key)} comes twice in the header`, 'FORMAT_DUPLICATE_NAME');
    } else {
      cursor.subject = key;
      entries.set(key, readEntry(cursor));
      cursor.subject = undefined;
    }
  });
  cursor.end();
  return { entries, metadata };
}
