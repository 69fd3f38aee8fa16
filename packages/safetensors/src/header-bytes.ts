import { FormatError } from '@ostinato/base';

/** Bytes that give the length of the header, a little-endian 64-bit integer. */
export const lengthBytes = 8;

/** The longest header that the format allows, in bytes. */
export const maxHeaderBytes = 100_000_000;

function invalid(code: string, message: string, cause?: unknown): FormatError {
  return new FormatError(`decodeSafetensors: ${message}`, { code, cause });
}

/** The number of bytes of the header's JSON, checked against the file. @throws FormatError */
export function headerLength(file: Uint8Array): number {
  if (file.length < lengthBytes) {
    const need = `a safetensors file starts with the length of its header in ${lengthBytes} bytes`;
    throw invalid('FORMAT_HEADER_TOO_SMALL', `${need}, got ${file.length} bytes. The file is empty or cut off.`);
  }
  const claimed = new DataView(file.buffer, file.byteOffset, lengthBytes).getBigUint64(0, true);
  if (claimed > maxHeaderBytes) {
    const limit = `the format allows ${maxHeaderBytes}. This is no safetensors file, or it is damaged.`;
    throw invalid('FORMAT_HEADER_TOO_LARGE', `the first 8 bytes claim a header of ${claimed} bytes, ${limit}`);
  }
  const left = file.length - lengthBytes;
  if (claimed > left) {
    const why = 'The file is cut off, or it is no safetensors file.';
    throw invalid('FORMAT_INVALID_HEADER_LENGTH', `the header claims ${claimed} bytes, ${left} follow. ${why}`);
  }
  return Number(claimed);
}

/** The header's JSON as text. @throws FormatError when it is not valid UTF-8 */
export function headerText(header: Uint8Array): string {
  try {
    // A copy, since a TextDecoder refuses shared memory; a byte order mark is kept, so that it is refused as JSON.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(header.slice());
  } catch (cause) {
    throw invalid('FORMAT_INVALID_HEADER', 'the header is not valid UTF-8. The file is damaged.', cause);
  }
}
