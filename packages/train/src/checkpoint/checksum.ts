import { crc32 } from './crc32.ts';

/** The metadata key of the checksum, and the eight hexadecimal digits that stand in its place while it is computed. */
export const checksumKey = 'checksum';
/** Stands for the checksum in the bytes that it is taken of. */
export const blankChecksum = '00000000';

/**
 * Where the digits lie: the first `"checksum":"` of the header. Inside a string a quote is escaped, so no text can look
 * like it, and tensors, whose value is no string, come after the metadata.
 */
function digitsAt(file: Uint8Array): number {
  const headerLength = Number(new DataView(file.buffer, file.byteOffset, file.byteLength).getBigUint64(0, true));
  const header = new TextDecoder('latin1').decode(file.subarray(8, 8 + headerLength));
  const key = `"${checksumKey}":"`;
  const at = header.indexOf(key);
  return at < 0 ? -1 : 8 + at + key.length;
}

/** The checksum of a file, with zeros in the place of its digits; `undefined` where it has no such place. */
export function checksumOf(file: Uint8Array): string | undefined {
  const at = digitsAt(file);
  if (at < 0) return undefined;
  const blank = new TextEncoder().encode(blankChecksum);
  return crc32(file.subarray(0, at), blank, file.subarray(at + blank.length))
    .toString(16)
    .padStart(8, '0');
}

/** Writes the checksum over the zeros that a file was encoded with. */
export function sealChecksum(file: Uint8Array): void {
  const digits = new TextEncoder().encode(checksumOf(file));
  file.set(digits, digitsAt(file));
}
