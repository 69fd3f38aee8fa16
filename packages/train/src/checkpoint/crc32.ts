/** The 256 remainders of one byte, polynomial 0xEDB88320 (reflected). */
const table = /* @__PURE__ */ remainders();

function remainders(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
    return remainder;
  });
}

/**
 * CRC-32 as in zip, gzip and PNG (ISO 3309) of the parts, one after the other. Every burst of up to 32 changed bits is
 * seen; it protects against accidents, not against people.
 */
export function crc32(...parts: readonly Uint8Array[]): number {
  let crc = 0xffffffff;
  for (const bytes of parts)
    for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ table[(crc ^ bytes[i]!) & 0xff]!;
  return (crc ^ 0xffffffff) >>> 0;
}
