/** bfloat16, the upper half of a float32, to and from the bits of a float32. */

/** The bits of the float32 that equals a bfloat16. Exact; NaN payloads are kept. */
export function bfloat16ToFloat(brain: number): number {
  return (brain << 16) >>> 0;
}

/** The bfloat16 nearest to a float32 (ties to even); values above the largest become infinity. NaN stays NaN. */
export function floatToBfloat16(float: number): number {
  const upper = float >>> 16;
  if ((float & 0x7fffffff) > 0x7f800000) return upper & 0x7f ? upper : upper | 0x40;
  return (float + 0x7fff + (upper & 1)) >>> 16;
}
