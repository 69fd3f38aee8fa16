/**
 * IEEE 754 binary16 ("half") to and from the bits of a float32. Bits, not numbers: reading a signaling NaN as a
 * JavaScript number may change it.
 */

/** The bits of the float32 that equals a half. Exact; NaN payloads are kept. */
export function halfToFloat(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >>> 10) & 31;
  let fraction = half & 0x3ff;
  if (exponent === 31) return (sign | 0x7f800000 | (fraction << 13)) >>> 0;
  if (exponent > 0) return (sign | ((exponent + 112) << 23) | (fraction << 13)) >>> 0;
  if (fraction === 0) return sign >>> 0;
  let normal = 113;
  for (; fraction < 0x400; fraction <<= 1) normal--;
  return (sign | (normal << 23) | ((fraction & 0x3ff) << 13)) >>> 0;
}

/** `bits / 2^places`, to nearest, ties to even. */
function roundShift(bits: number, places: number): number {
  const even = (bits >>> places) & 1;
  return (bits + (1 << (places - 1)) - 1 + even) >>> places;
}

/** The half nearest to a float32 (ties to even); 65,520 and more become infinity. NaN stays NaN. */
export function floatToHalf(float: number): number {
  const sign = (float >>> 16) & 0x8000;
  const size = float & 0x7fffffff;
  if (size > 0x7f800000) return sign | 0x7c00 | ((size >>> 13) & 0x3ff || 0x200);
  if (size >= 0x477ff000) return sign | 0x7c00;
  if (size >= 0x38800000) return sign | roundShift(size - (112 << 23), 13);
  if (size <= 0x33000000) return sign; // 2^-25, half of the smallest subnormal, ties to zero
  return sign | roundShift((size & 0x7fffff) | 0x800000, 126 - (size >>> 23));
}
