import { describe, FormatError } from '@ostinato/base';
import { elementCount } from './element-count.ts';
import type { HeaderEntry } from './header.ts';
import { tensorTypes } from './tensor-type.ts';

function invalid(name: string, code: string, message: string): FormatError {
  return new FormatError(`decodeSafetensors: tensor ${describe(name)}: ${message}.`, { code });
}

function checkSize(name: string, { dtype, shape, begin, end }: HeaderEntry): void {
  const bytes = elementCount(shape) * tensorTypes[dtype].bytes;
  const needs = `shape [${shape.slice(0, 8).join(', ')}${shape.length > 8 ? ', …' : ''}] of ${dtype}`;
  if (bytes > Number.MAX_SAFE_INTEGER) {
    throw invalid(name, 'FORMAT_VALIDATION_OVERFLOW', `${needs} has more than 2^53 - 1 bytes`);
  }
  if (bytes !== end - begin) {
    throw invalid(name, 'FORMAT_TENSOR_INVALID_INFO', `${needs} takes ${bytes} bytes, its offsets hold ${end - begin}`);
  }
}

/**
 * Checks that the tensors lie end to end and fill the data exactly, so that no byte is read twice and none is hidden.
 * `available` is the number of bytes after the header. Takes time n log n, and no memory beyond a list of the tensors.
 * @throws FormatError
 */
export function checkLayout(entries: ReadonlyMap<string, HeaderEntry>, available: number): void {
  const ordered = [...entries].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  let next = 0;
  for (const [name, entry] of ordered) {
    const { begin, end } = entry;
    const offsets = `data_offsets [${begin}, ${end}]`;
    if (end < begin) throw invalid(name, 'FORMAT_INVALID_OFFSET', `${offsets} end before they begin`);
    if (begin < next) throw invalid(name, 'FORMAT_INVALID_OFFSET', `${offsets} overlap a tensor that ends at ${next}`);
    if (begin > next) throw invalid(name, 'FORMAT_INVALID_OFFSET', `${offsets} leave a hole after byte ${next}`);
    checkSize(name, entry);
    next = end;
  }
  if (next === available) return;
  const why = next > available ? 'The file is cut off; fetch it again' : 'Bytes that belong to no tensor are refused';
  throw new FormatError(
    `decodeSafetensors: the header describes ${next} bytes of data, ${available} bytes follow it. ${why}.`,
    { code: 'FORMAT_METADATA_INCOMPLETE_BUFFER' },
  );
}
